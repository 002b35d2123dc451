import { type CSSResult, css, html, nothing, type TemplateResult } from 'lit';

export interface EmptyStateOptions {
  /** A path of icons.ts, already drawn. */
  picture?: TemplateResult;
  title: string;
  text?: string;
  /** A button, when there is something to do about it. */
  action?: TemplateResult | typeof nothing;
}

/** Nothing here yet, nothing found, not now: one calm sentence and what to do. */
export function emptyState({ picture, title, text, action }: EmptyStateOptions): TemplateResult {
  return html`<div class="empty">
    ${picture ?? nothing}
    <p class="empty-title">${title}</p>
    ${text ? html`<p class="muted">${text}</p>` : nothing} ${action ?? nothing}
  </div>`;
}

export const emptyStateStyles: CSSResult = css`
  .empty {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 6px;
    padding: 2.4em 1em;
    text-align: center;
    text-wrap: balance;
  }
  .empty > .icon {
    inline-size: 2.6em;
    block-size: 2.6em;
    color: var(--d-edge);
    stroke-width: 1.1;
  }
  .empty-title {
    font-weight: 600;
  }
  .empty button {
    margin-block-start: 10px;
  }
`;
