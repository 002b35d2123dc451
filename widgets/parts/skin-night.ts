import { type CSSResult, css } from 'lit';

const ornaments: CSSResult = css`
  .skin-night {
    --k-corner: 14px;
  }
`;
export default ornaments;
