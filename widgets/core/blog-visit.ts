import type { Visits } from '../../server/community/blogs/contract.ts';
import type { MallSide } from './page.ts';

/**
 * Says that somebody looks at a blog; the service counts each visitor once a day. Answers how many there are now, or
 * nothing: a visit that is not counted is nobody's trouble.
 */
export async function visitBlog({ client, session }: MallSide, member: string): Promise<Visits | undefined> {
  try {
    const token = await session.token();
    const answer = await fetch(client.url(`blogs/${encodeURIComponent(member)}/visit`), {
      method: 'POST',
      credentials: 'omit',
      // Whoever leaves at once was here too.
      keepalive: true,
      ...(token && { headers: { Authorization: `Bearer ${token}` } }),
    });
    return answer.ok ? ((await answer.json()) as Visits) : undefined;
  } catch {
    return undefined;
  }
}
