// Words of the heart on a product: as few as can be, since every card of a list has one.
export default {
  wish: '찜하기',
  wishNamed: '{name} 찜하기',
  wishOff: '찜 취소',
  wishCount: '{count}명이 찜했어요',
  wishFailed: '지금은 바꾸지 못했어요. 잠시 뒤에 다시 눌러 주세요.',
} as const;
