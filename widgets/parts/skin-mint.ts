import { type CSSResult, css } from 'lit';

const ornaments: CSSResult = css`
  .skin-mint {
    --k-corner: 14px;
  }
`;
export default ornaments;
