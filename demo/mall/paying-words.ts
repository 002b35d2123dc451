/** What the mall's own pages say of paying, of points and of the till. */
export interface PayingWords {
  together: string;
  points: string;
  amount: (points: number) => string;
  checkout: {
    title: string;
    with: string;
    lines: string;
    empty: string;
    quantity: string;
    more: string;
    take: string;
    signIn: string;
    use: string;
    available: (points: string) => string;
    all: string;
    least: (points: string) => string;
    owed: (points: string) => string;
    unknown: string;
    earn: (rate: string) => string;
    pay: string;
    trouble: { short: string; late: string; empty: string };
  };
  gateway: {
    title: string;
    text: string;
    total: string;
    byPoints: string;
    byCard: string;
    paid: string;
    leave: string;
    held: string;
  };
  orders: {
    title: string;
    paid: string;
    left: string;
    none: string;
    wallet: string;
    cancel: string;
    cancelled: string;
    said: string;
    of: (card: string, points: string) => string;
  };
  till: {
    title: string;
    lead: string;
    camera: string;
    stop: string;
    found: string;
    dark: string;
    code: string;
    codeHint: string;
    amount: string;
    receipt: string;
    post: string;
    done: (points: string, club: string) => string;
    percent: (percent: number) => string;
    reached: string;
    refused: Record<'code' | 'more' | 'now' | 'amount' | 'other', string>;
  };
}

export const payingWords: Record<'ko' | 'en', PayingWords> = {
  ko: {
    together: '같이 모으기',
    points: '적립금',
    amount: (points) => `${points.toLocaleString('ko-KR')}원`,
    checkout: {
      title: '주문하기',
      with: '적립금 쓰고 주문하기',
      lines: '주문할 상품',
      empty: '아직 담은 상품이 없어요. 아래에서 하나 골라 보세요.',
      quantity: '수량',
      more: '함께 담기',
      take: '담기',
      signIn: '먼저 어떤 손님이 될지 골라 주세요. 적립금은 손님마다 달라요.',
      use: '쓸 적립금',
      available: (points) => `지금 쓸 수 있는 적립금 ${points}`,
      all: '모두 쓰기',
      least: (points) => `한 번에 ${points}부터 쓸 수 있어요.`,
      owed: (points) => `되돌려야 할 적립금 ${points}은 다음 적립에서 먼저 채워져요.`,
      unknown: '지금은 적립금을 확인하지 못했어요. 적립금 없이 주문할 수 있어요.',
      earn: (rate) => `카드로 낸 금액의 ${rate}가 적립 예정으로 쌓이고, 반품 기간이 지나면 확정돼요.`,
      pay: '결제하기',
      trouble: {
        short: '그만큼은 쓸 수 없어요. 쓸 수 있는 적립금을 다시 확인해 주세요.',
        late: '결제 시간이 지나 적립금을 다시 풀어 두었어요. 한 번 더 결제해 주세요.',
        empty: '주문할 상품을 찾지 못했어요.',
      },
    },
    gateway: {
      title: '카드 결제',
      text: '실제 쇼핑몰이라면 카드사 창이 열려요. 데모에서는 아래에서 골라 주세요.',
      total: '상품 금액',
      byPoints: '적립금',
      byCard: '카드로 낼 금액',
      paid: '결제 완료',
      leave: '그만두기',
      held: '결제하는 동안 적립금을 따로 잡아 두었어요. 그만두면 바로 돌아와요.',
    },
    orders: {
      title: '주문 내역',
      paid: '주문했어요. 적립 예정은 적립금에서 볼 수 있어요.',
      left: '결제를 그만두었어요. 잡아 둔 적립금은 돌아왔어요.',
      none: '아직 주문이 없어요. 데모의 주문은 데모가 켜져 있는 동안만 남아요.',
      wallet: '적립금 보러 가기',
      cancel: '이 상품 취소',
      cancelled: '취소했어요',
      said: '취소했어요. 쓴 적립금은 돌아왔고, 적립 예정은 취소됐어요.',
      of: (card, points) => `카드 ${card} · 적립금 ${points}`,
    },
    till: {
      title: '매장 계산대',
      lead: '매장 직원이 보는 화면이에요. 손님의 ‘같이 모으기’ 코드를 읽고, 이번 구매로 드릴 적립금을 그 모임에 바로 보태요. 현금은 받지 않아요.',
      camera: '카메라로 읽기',
      stop: '카메라 끄기',
      found: '코드를 읽었어요.',
      dark: '카메라를 열지 못했어요. 코드를 직접 입력해 주세요.',
      code: '손님 코드',
      codeHint: 'QR 아래에 적힌 글자를 그대로 입력해도 돼요.',
      amount: '보탤 적립금',
      receipt: '영수증 번호',
      post: '보태기',
      done: (points, club) => `‘${club}’에 ${points}을 보탰어요.`,
      percent: (percent) => `이제 목표의 ${percent}%예요.`,
      reached: '목표를 다 채웠어요.',
      refused: {
        code: '코드를 쓸 수 없어요. 5분이 지났거나 이미 쓴 코드일 수 있으니 손님께 새 코드를 부탁해 주세요.',
        more: '목표까지 남은 것보다 많아요. 금액을 줄여 주세요.',
        now: '이 모임은 지금 적립금을 받고 있지 않아요.',
        amount: '코드와 금액을 다시 확인해 주세요.',
        other: '지금은 처리하지 못했어요. 같은 영수증 번호로 다시 해도 두 번 들어가지 않아요.',
      },
    },
  },
  en: {
    together: 'Save together',
    points: 'Points',
    amount: (points) => `${points.toLocaleString('en-US')} ${points === 1 ? 'point' : 'points'}`,
    checkout: {
      title: 'Checkout',
      with: 'Check out with points',
      lines: 'Your order',
      empty: 'There is nothing in it yet. Pick something below.',
      quantity: 'Quantity',
      more: 'Goes well with it',
      take: 'Add',
      signIn: 'First choose which shopper to be: everybody has points of their own.',
      use: 'Points to use',
      available: (points) => `You can use ${points} now`,
      all: 'Use all',
      least: (points) => `From ${points} on at a time.`,
      owed: (points) => `${points} that you owe will be met by what you earn next.`,
      unknown: 'We cannot look up your points just now. You can order without them.',
      earn: (rate) => `You earn ${rate} of what you pay by card, once the days to return it are over.`,
      pay: 'Pay',
      trouble: {
        short: 'You cannot use that many. Please check how many points you have.',
        late: 'It took a while, so we let your points go again. Please pay once more.',
        empty: 'We could not find what you wanted to order.',
      },
    },
    gateway: {
      title: 'Pay by card',
      text: 'A real shop would open the window of your bank here. In this demo, choose what happens.',
      total: 'Goods',
      byPoints: 'Points',
      byCard: 'To pay by card',
      paid: 'It is paid',
      leave: 'Leave',
      held: 'Your points are set aside while you pay. Leave, and they are back at once.',
    },
    orders: {
      title: 'Orders',
      paid: 'Ordered. What it earns is under Points, pending.',
      left: 'You left without paying. The points set aside are back.',
      none: 'No orders yet. The demo keeps them for as long as it runs.',
      wallet: 'See my points',
      cancel: 'Cancel this item',
      cancelled: 'Cancelled',
      said: 'Cancelled. The points you used are back, and what it would have earned is gone.',
      of: (card, points) => `card ${card} · ${points}`,
    },
    till: {
      title: 'Till',
      lead: 'This is what the cashier sees. Read the customer’s “save together” code and put the points of this purchase into their club. Never cash.',
      camera: 'Read with the camera',
      stop: 'Camera off',
      found: 'The code was read.',
      dark: 'The camera could not be opened. Please type the code.',
      code: 'Customer’s code',
      codeHint: 'You may type the letters under the QR code.',
      amount: 'Points to put in',
      receipt: 'Receipt number',
      post: 'Put in',
      done: (points, club) => `${points} went into “${club}”.`,
      percent: (percent) => `It is now at ${percent}% of its goal.`,
      reached: 'The goal is reached.',
      refused: {
        code: 'This code cannot be used: its five minutes may be over, or it was used before. Please ask for a new one.',
        more: 'That is more than the club still needs. Please put in less.',
        now: 'This club takes no points just now.',
        amount: 'Please check the code and the number of points.',
        other: 'That did not work just now. Trying again with the same receipt never counts twice.',
      },
    },
  },
};
