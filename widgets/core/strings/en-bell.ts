import type { BellTranslation } from './index.ts';

export default {
  bell: 'Notices',
  bellUnread: { one: '{count} new notice', other: '{count} new notices' },
} satisfies BellTranslation;
