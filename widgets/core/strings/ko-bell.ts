// Words of the bell: each byte here is loaded by every page that has one.
export default {
  bell: '알림',
  bellUnread: '읽지 않은 알림 {count}개',
} as const;
