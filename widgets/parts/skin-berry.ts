import { type CSSResult, css } from 'lit';

/** Two sizes of dots, round corners, round photos. */
const ornaments: CSSResult = css`
  .skin-berry {
    --k-corner: 26px;
    --k-frame: 20px;
    --k-divider: 3px dotted var(--d-tint);
  }
  .skin-berry .strip {
    background-image:
      radial-gradient(circle, color-mix(in srgb, var(--d-surface) 88%, transparent) 5px, transparent 5.6px),
      radial-gradient(circle, color-mix(in srgb, var(--d-accent) 42%, var(--d-tint)) 2.4px, transparent 3px);
    background-position:
      0 0,
      14px 14px;
    background-size: 28px 28px;
  }
  .skin-berry .frame {
    outline: 2px solid var(--d-tint);
    outline-offset: -2px;
  }
`;
export default ornaments;
