/** What a blog's element shows: a member's blog, or one story of it; without a member, my own. */
export interface Place {
  member: string | null;
  story: string | null;
}

const FRAGMENT = /[#&]dangol-blog(?:=([\w-]{1,60}))?(?:&story=([\w-]{1,60}))?(?=&|$)/;

/** What the fragment of an address asks for; nothing when it does not speak of blogs. */
export function placeIn(hash: string): Place | undefined {
  const found = FRAGMENT.exec(hash);
  return found ? { member: found[1] ?? null, story: found[2] ?? null } : undefined;
}
