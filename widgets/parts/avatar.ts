import { type CSSResult, css, html, type TemplateResult } from 'lit';

/** A colour that stays with a person: from the opaque id, so that a new name keeps it. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
  return (hash % 24) * 15;
}

/** The first letter of a name in a disc. Silent: the name stands beside it. */
export function avatar({ id, name }: { id: string; name: string }): TemplateResult {
  const initial = /[\p{L}\p{N}]\p{M}*/u.exec(name)?.[0] ?? '·';
  return html`<span class="avatar" part="avatar" aria-hidden="true" .style=${`--hue:${hueOf(id)}`}>${initial.toUpperCase()}</span>`;
}

export const avatarStyles: CSSResult = css`
  .avatar {
    --tone: hsl(var(--hue, 0) 60% 42%);
    display: inline-grid;
    flex: none;
    place-content: center;
    inline-size: 2.6em;
    block-size: 2.6em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--tone) 16%, var(--d-surface));
    color: color-mix(in srgb, var(--tone) 35%, var(--d-text));
    font-size: 0.87em;
    font-weight: 600;
    line-height: 1;
    user-select: none;
  }
`;
