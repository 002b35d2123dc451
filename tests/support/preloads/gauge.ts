// Loaded into a service before it starts: upon SIGUSR2 it throws away what nobody needs and says what is left.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
let asked = 0;
process.on('SIGUSR2', () => {
  // Twice: what finalizers let go of is collected by the second.
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.stderr.write(`gauge ${++asked} ${heapUsed + external} ${rss}\n`);
});
