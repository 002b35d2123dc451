import { type CSSResult, css } from 'lit';

/** White, quiet, and one slanted field of its colour. */
const ornaments: CSSResult = css`
  .skin-plain {
    --k-corner: 12px;
    --k-frame: 6px;
  }
  .skin-plain .strip {
    background-image:
      linear-gradient(118deg, transparent 62%, color-mix(in srgb, var(--d-accent) 26%, var(--d-tint)) 62.3%),
      linear-gradient(118deg, transparent 46%, color-mix(in srgb, var(--d-accent) 12%, var(--d-tint)) 46.3%);
  }
`;
export default ornaments;
