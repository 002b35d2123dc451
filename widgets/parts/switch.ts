import { type CSSResult, css, html, nothing, type TemplateResult } from 'lit';

export interface SwitchOptions {
  label: TemplateResult | string;
  checked: boolean;
  /** Id of the text that says more about it. */
  describedBy?: string;
  onChange(checked: boolean): void;
}

/** A switch with its label, as high as a finger needs. */
export function switchRow({ label, checked, describedBy, onChange }: SwitchOptions): TemplateResult {
  return html`<label class="switch">
    <span>${label}</span>
    <input
      type="checkbox"
      role="switch"
      aria-describedby=${describedBy ?? nothing}
      .checked=${checked}
      @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked)}
    />
  </label>`;
}

export const switchStyles: CSSResult = css`
  .switch {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 44px;
    font-weight: 600;
    cursor: pointer;
  }
  .switch input {
    appearance: none;
    flex: none;
    inline-size: 46px;
    block-size: 28px;
    border: 2px solid var(--d-edge);
    border-radius: 14px;
    background: var(--d-surface);
    cursor: pointer;
    transition: background 0.15s;
  }
  .switch input::before {
    content: '';
    display: block;
    inline-size: 16px;
    block-size: 16px;
    margin: 4px;
    border-radius: 50%;
    background: var(--d-edge);
    transition: transform 0.15s;
  }
  .switch input:checked {
    border-color: var(--d-accent);
    background: var(--d-accent);
  }
  .switch input:checked::before {
    background: var(--d-accent-text);
    transform: translateX(18px);
  }
  @media (forced-colors: active) {
    .switch input:checked::before {
      background: Highlight;
    }
    .switch input::before {
      background: ButtonText;
      forced-color-adjust: none;
    }
  }
`;
