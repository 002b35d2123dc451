// Photos, animations and clips are kept only made anew and bare; what is none, too large or a bomb is refused; answers
// are sealed.
import { keep } from '../support/promise.ts';
import { provenByTests } from '../support/proven.ts';

await keep('uploads', (given) =>
  provenByTests(given, {
    files: [
      'server/media.test.ts',
      'server/media-bombs.test.ts',
      'server/media-files.test.ts',
      'server/media-images.test.ts',
      'server/media-uploads.test.ts',
      'server/media-clips.test.ts',
      'server/media-attacks.test.ts',
      'server/media-s3.test.ts',
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
