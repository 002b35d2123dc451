// Service refused, hanging, broken or slow: no error in the host page, no shift, load event at most 50 ms later.
import { keep } from '../support/promise.ts';
import { provenByTests } from '../support/proven.ts';

await keep('host-pages', (given) =>
  provenByTests(given, {
    files: ['whole/failing.test.ts', 'whole/hosts.test.ts', 'whole/hosts-restless.test.ts'],
    figure: /^(Without the script|\s+service [\w ]+): parsed/,
    control: {
      broken: 'noisy-page',
      words: 'the pages throw, move and load later wherever the script is pasted',
      files: ['whole/failing.test.ts'],
      pattern: 'nobody listens|"gateway": a calm text|load of the page',
      shows: /broken on purpose[\s\S]*later/,
    },
  }),
);
