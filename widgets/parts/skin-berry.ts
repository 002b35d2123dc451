import { type CSSResult, css } from 'lit';

const ornaments: CSSResult = css`
  .skin-berry {
    --k-corner: 14px;
  }
`;
export default ornaments;
