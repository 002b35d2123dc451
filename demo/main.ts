/**
 * `npm start`: the service and two demo malls on another origin, filled at the first start. This is the only file of
 * the demo that knows Dangol's own code; the malls themselves know its address and their keys.
 */
import { tooOldNode } from '../server/commands/node-version.ts';

const refusal = tooOldNode(process.versions.node);
if (refusal) {
  console.error(refusal);
  process.exit(1);
}
// Only now: what the rest needs would break on an old Node without saying why.
const { startDemo } = await import('./start.ts');
process.exitCode = await startDemo(process.env);
