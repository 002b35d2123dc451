import type { Comment, CommentPage } from '../../server/community/comments/contract.ts';
import type { MallSide } from './page.ts';

/** What comments hang on. */
export interface CommentSubject {
  kind: 'review' | 'wish' | 'club' | 'story';
  id: string;
}

/** The comments on one thing, as the service keeps them. */
export interface Comments {
  page(cursor: string | null): Promise<CommentPage>;
  /** @param act one key for all tries of one comment */
  post(text: string, parent: string | null, act: string): Promise<Comment>;
  edit(id: string, text: string): Promise<Comment>;
  remove(id: string): Promise<void>;
}

/** @param link the secret part of the link that the shopper was given, where one is needed to see the thing */
export function commentsOf(
  { client }: MallSide,
  subject: CommentSubject,
  lang: string,
  link?: string | null,
): Comments {
  return {
    page: (cursor) =>
      client.get('comments', {
        query: { ...subject, cursor, limit: 20 },
        as: 'signed',
        fresh: true,
        link,
      }),
    post: (text, parent, act) =>
      client.request('POST', 'comments', { as: 'writer', act, lang, link, body: { subject, parent, text } }),
    edit: (id, text) =>
      client.request('PATCH', `comments/${id}`, { as: 'signed', lang, link, body: { text } }),
    remove: (id) => client.request('DELETE', `comments/${id}`, { as: 'signed', lang, link }),
  };
}
