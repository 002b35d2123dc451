import { z } from '@hono/zod-openapi';
import { Id, plainLine, queryInt, Time } from '../../base/http/contract.ts';

const ALT = 'What is to be seen, for those who cannot see it; one line.';

export const Photo = z
  .object({
    id: Id,
    alt: z.string().openapi({ description: `${ALT} Empty when nobody said.` }),
    width: z.number().int().openapi({ description: 'Pixels of the large one, upright.' }),
    height: z.number().int().openapi({ description: 'Pixels of the large one, upright.' }),
    small: z.string().openapi({ description: 'Address of a WebP of at most 320 px.' }),
    large: z.string().openapi({ description: 'Address of a WebP of at most 1600 px.' }),
  })
  .openapi('Photo', {
    description: 'One photo in the sizes that are kept. Addresses are random and tell nothing.',
  });
export type Photo = z.infer<typeof Photo>;

export const Motion = z
  .object({
    kind: z.enum(['animation', 'clip']).openapi({
      description: '`animation`: pictures that follow each other, without sound; `clip`: a short film.',
    }),
    url: z
      .string()
      .openapi({ description: 'Address of what moves; parts of a clip may be asked for (Range).' }),
    type: z.enum(['image/webp', 'video/mp4', 'video/webm']).openapi({ description: 'What it is.' }),
    durationMs: z.number().int().openapi({ description: 'How long it takes once, in milliseconds.' }),
    sound: z.boolean().openapi({ description: 'It can be heard.' }),
  })
  .openapi('Motion', { description: 'What moves.' });
export type Motion = z.infer<typeof Motion>;
export const Media = z
  .object({
    // Written out, not by reference: readers of the document check one object at a time.
    ...Photo.shape,
    motion: Motion.nullable().openapi({ description: 'Null: a photo. Else the photo is its still.' }),
  })
  .openapi('Media', { description: 'A photo, an animation or a clip.' });
export type Media = z.infer<typeof Media>;

export const UploadKind = z.enum(['animation', 'clip']).openapi({
  description: '`animation`: a GIF, kept as an animated WebP; `clip`: an mp4 or webm.',
});
export const PostUpload = z
  .object({
    kind: UploadKind,
    bytes: z
      .number()
      .int()
      .min(1)
      .max(1_000_000_000)
      .openapi({ description: 'Of the whole file; the limits of the service decide.' }),
  })
  .openapi('PostUpload', {
    description: 'Begins an upload in parts.',
    example: { kind: 'clip', bytes: 4_200_000 },
  });
export const Upload = z
  .object({
    id: Id,
    kind: UploadKind,
    bytes: z.number().int().openapi({ description: 'Of the whole.' }),
    received: z.number().int().openapi({ description: 'What is here: the next part begins there.' }),
    partBytes: z.number().int().openapi({ description: 'What one part may have at most.' }),
    expiresAt: Time.openapi({ description: 'It is forgotten then, unless a part comes before.' }),
  })
  .openapi('Upload', { description: 'An upload in parts, and how far it is.' });
export type Upload = z.infer<typeof Upload>;
export const PartQuery = z.object({
  offset: queryInt(0, 999_999_999).openapi({
    description: 'Where this part begins: as much as was received.',
    example: 1_048_576,
  }),
});
export const FinishUpload = z
  .object({
    alt: plainLine(0, 200).openapi({ description: ALT }).default(''),
    poster: Id.nullable()
      .openapi({
        description:
          'Of a clip: a photo of mine that waits and becomes its still. An animation makes its own.',
      })
      .default(null),
  })
  .openapi('FinishUpload', {
    description: 'Makes what was sent what stories can show.',
    example: { alt: '바람에 흔들리는 꽃', poster: '0a1b2c3d4e5f6g7h8i9jkalmn' },
  });

export const PhotoQuery = z.object({ alt: plainLine(0, 200).optional().openapi({ description: ALT }) });
export const PatchPhoto = z
  .object({ alt: plainLine(0, 200).openapi({ description: ALT }) })
  .openapi('PatchPhoto', {
    description: 'A new description of a photo.',
    example: { alt: '햇빛 아래 걸어 둔 파란 린넨 셔츠' },
  });
