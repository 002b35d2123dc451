import { type CSSResult, css } from 'lit';

/** A moon and few stars over deep blue, by day too. */
const ornaments: CSSResult = css`
  .skin-night {
    --k-corner: 16px;
    --k-frame: 10px;
    background-image: radial-gradient(130% 70% at 78% 0, color-mix(in srgb, var(--d-tone) 30%, transparent), transparent);
  }
  .skin-night .strip {
    background-image:
      radial-gradient(circle at 82% 46%, color-mix(in srgb, #f7e3a1 30%, transparent), transparent 58px),
      radial-gradient(circle at 12px 18px, #fff 1.1px, transparent 1.6px),
      radial-gradient(circle at 52px 46px, #fff 0.8px, transparent 1.3px),
      radial-gradient(circle at 88px 12px, #f7e3a1 1.4px, transparent 1.9px),
      radial-gradient(circle at 118px 58px, #fff 0.7px, transparent 1.2px),
      linear-gradient(color-mix(in srgb, var(--d-surface) 70%, #000), var(--d-tint));
    background-size:
      auto,
      131px 71px,
      109px 83px,
      157px 67px,
      149px 79px,
      auto;
  }
  /* A moon that is the shadow of nothing. */
  .skin-night .strip:not(:has(img))::before {
    content: '';
    position: absolute;
    inset: calc(46% - 17px) calc(18% - 8px) auto auto;
    width: 29px;
    height: 29px;
    border-radius: 50%;
    box-shadow: 8px 5px 0 #f7e3a1;
    rotate: -18deg;
  }
`;
export default ornaments;
