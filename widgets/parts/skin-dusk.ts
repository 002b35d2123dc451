import { type CSSResult, css } from 'lit';

/** The last light behind two hills. */
const ornaments: CSSResult = css`
  .skin-dusk {
    --k-corner: 18px;
    --k-frame: 10px;
    background-image: linear-gradient(
      color-mix(in srgb, var(--d-raised) 90%, transparent),
      transparent 60%,
      color-mix(in srgb, var(--d-raised) 60%, transparent)
    );
  }
  .skin-dusk .strip {
    background-image:
      radial-gradient(120% 90% at 18% 148%, var(--d-surface) 60%, transparent 60.6%),
      radial-gradient(110% 84% at 86% 142%, color-mix(in srgb, var(--d-tone) 55%, var(--d-surface)) 60%, transparent 60.6%),
      radial-gradient(circle at 68% 62%, #ffedc8 0 19px, transparent 20px),
      radial-gradient(circle at 68% 62%, color-mix(in srgb, #ffe3b0 60%, transparent) 12px, transparent 62px),
      linear-gradient(var(--d-tone), var(--d-tint) 86%);
  }
`;
export default ornaments;
