// Words of points in one line, and while there is no wallet: each byte here is loaded by every page that has them.
// `name` is what the mall calls its points: it takes no particle, since nobody knows how it ends.
export default {
  points: '적립금',
  pointsMine: '내 {name}',
  pointsLine: '{name} {amount}',
  pointsOf: '{count}원',
  pointsPlain: '{count}점',
  pointsNamed: '{count} {name}',
  pointsLoading: '{name} 내역을 불러오고 있어요',
  pointsSignIn: '로그인하면 {name} 내역을 볼 수 있어요',
  pointsGuest: '{name} 혜택은 로그인한 뒤부터 쌓여요',
  pointsSignInDo: '로그인하기',
  pointsSignInHow: '쇼핑몰의 로그인 화면에서 로그인해 주세요.',
  pointsRefused: '지금은 {name} 내역을 볼 수 없어요',
  pointsFailed: '{name} 내역을 불러오지 못했어요',
  pointsFailedHint: '쌓인 금액은 그대로 있어요. 잠시 뒤에 다시 시도해 주세요.',
  pointsOffline: '인터넷에 연결되어 있지 않아요',
  pointsOfflineHint: '연결되면 바로 이어서 보여 드릴게요.',
  pointsRetry: '다시 시도',
} as const;
