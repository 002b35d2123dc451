// Photos are kept only re-encoded and bare; what is no photo, too large or a bomb is refused; answers are sealed.
import { keep } from '../support/promise.ts';
import { provenByTests } from '../support/proven.ts';

await keep('uploads', (given) =>
  provenByTests(given, {
    files: [
      'server/media.test.ts',
      'server/media-bombs.test.ts',
      'server/media-files.test.ts',
      'server/media-images.test.ts',
    ],
    control: {
      broken: 'keeps-originals',
      words: 'uploads are given out as they came and unsealed',
      files: ['server/media.test.ts', 'server/media-files.test.ts'],
      pattern: 'without that|sealed',
      shows: /kept without that[\s\S]*are served to any page, sealed|sealed[\s\S]*kept without that/,
    },
  }),
);
