import { type CSSResult, css, html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../core/words.ts';
import { CHECK, icon } from './icons.ts';

/** A few quiet words beside a name: bought (from the mall's order), the seller, edited. */
export function badge(kind: 'bought' | 'seller' | 'edited', words: Words): TemplateResult {
  return html`<span class="badge ${kind}" part="badge badge-${kind}">${kind === 'bought' ? icon(CHECK) : nothing}${words.t(kind)}</span>`;
}

export const badgeStyles: CSSResult = css`
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    font-size: 0.8em;
    color: var(--d-muted);
  }
  .badge.bought {
    color: var(--d-good);
    font-weight: 600;
  }
  .badge.seller {
    padding: 0.05em 0.6em;
    border-radius: 1em;
    background: var(--d-accent);
    color: var(--d-accent-text);
    font-weight: 600;
  }
`;
