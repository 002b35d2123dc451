// Words of the bell and of the list of notices; those of the channel settings are in ko-alerts.ts.
export default {
  bell: '알림',
  bellUnread: '알림 {count}개',
} as const;
