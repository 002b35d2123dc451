// Limits per shopper, address (/64) and mall answer with 429 and Retry-After; forged forwarding headers gain nothing.
import { keep } from '../support/promise.ts';
import { provenByTests } from '../support/proven.ts';

await keep('abuse', (given) =>
  provenByTests(given, {
    files: ['server/abuse.test.ts'],
    control: {
      broken: 'believes-forwarded',
      words: 'every forwarding header is believed',
      pattern: 'forged|behind a trusted proxy',
      shows: /a forged X-Forwarded-For gains nothing/,
    },
  }),
);
