import type { Notice, NoticeKind } from './contract.ts';

/** What a sentence is made of: everything as people read it. */
export interface Said {
  /** The product's name; null: none that the mall has stated. */
  product: string | null;
  /** Who did it; null: not to be told. */
  from: string | null;
  before: string | null;
  now: string | null;
  /** What the club is called; null: its reader may not see it any more. */
  club: string | null;
  /** The title of the story; null: it has none, or its reader may not see it any more. */
  story: string | null;
  /** Points, with what they are called: 적립금 500원, 500 points. */
  points: string;
  /** When a consent was given or taken back, or what points expire on. */
  day: string;
  facts: Notice['facts'];
}

export interface MailWords {
  advertising: string;
  /** Short, for the subject. */
  subject: Record<NoticeKind, (said: Said) => string>;
  sentence: Record<NoticeKind, (said: Said) => string>;
  confirm: {
    subject: string;
    sentence: (mall: string) => string;
    after: string;
  };
  toProduct: string;
  toList: string;
  toClub: string;
  toBlog: string;
  toMall: string;
  /** The small print. */
  why: { information: string; advertising: string; contact: string };
  sender: (name: string, contact: string | null) => string;
  unsubscribe: string;
  unsubscribeHint: { information: string; advertising: string };
}

const ko: MailWords = {
  advertising: '(광고)',
  subject: {
    'price-drop': ({ product }) => `${product ?? '찜하신 상품'}, 가격이 내렸어요`,
    'few-left': ({ product }) => `${product ?? '찜하신 상품'}, 몇 개 남지 않았어요`,
    restock: ({ product }) => `${product ?? '기다리시던 상품'}, 다시 들어왔어요`,
    'wish-comment': () => '찜에 새 댓글이 달렸어요',
    'claimed-wish-changed': () => '선물하기로 하신 찜이 바뀌었어요',
    'claimed-wish-gone': () => '선물하기로 하신 찜이 이제 없어요',
    'claims-shown': () => '누가 무엇을 선물하는지 볼 수 있어요',
    'part-back': () => '선물에 보태려던 적립금이 돌아왔어요',
    'part-given': () => '함께 보탠 선물이 다 모였어요',
    'gift-points': () => '적립금을 선물받았어요',
    'list-joined': () => '찜 목록에 함께하는 분이 생겼어요',
    'points-expiring': ({ points }) => `${points}, 사용 기간이 곧 끝나요`,
    'club-joined': () => '같이 모으기에 함께하는 분이 생겼어요',
    'club-reached': () => '같이 모으기 목표를 다 모았어요',
    'club-ended': () => '같이 모으기가 끝났어요',
    'club-person': () => '선물 받을 분을 초대해 주세요',
    'rolling-paper': () => '선물과 롤링페이퍼가 도착했어요',
    'story-comment': () => '이야기에 새 댓글이 달렸어요',
    'story-sold': () => '이야기를 보고 산 분이 있어요',
    'neighbour-new': () => '새 이웃이 생겼어요',
    'neighbour-asking': () => '이웃 신청이 왔어요',
    'neighbour-agreed': () => '이웃이 되었어요',
    'consent-told': ({ facts }) =>
      facts.given ? '수신 동의 처리 결과 안내' : '수신 동의 철회 처리 결과 안내',
    'consent-check': () => '수신 동의 여부 안내',
  },
  sentence: {
    'price-drop': ({ product, before, now }) => {
      const what = product ? `찜하신 “${product}”의 가격이` : '찜하신 상품의 가격이';
      return before && now ? `${what} ${before}에서 내렸어요. 지금 가격: ${now}` : `${what} 내렸어요.`;
    },
    'few-left': ({ product }) =>
      `${product ? `찜하신 “${product}”` : '찜하신 상품'}, 이제 몇 개 남지 않았어요.`,
    restock: ({ product }) =>
      `${product ? `기다리시던 “${product}”` : '기다리시던 상품'}, 다시 살 수 있어요.`,
    'wish-comment': ({ from }) =>
      from ? `${from}님이 회원님의 찜에 댓글을 남겼어요.` : '회원님의 찜에 새 댓글이 달렸어요.',
    'claimed-wish-changed': () => '선물하기로 하신 찜이 바뀌었어요. 준비하시기 전에 한번 확인해 보세요.',
    'claimed-wish-gone': () => '선물하기로 하신 찜이 이제 찜 목록에 없어요.',
    'claims-shown': () => '찜 목록에서 누가 무엇을 선물하는지 이제 볼 수 있어요.',
    'part-back': ({ product, points }) =>
      `${product ? `“${product}” 선물에` : '선물에'} 보태려던 ${points}이 지갑으로 돌아왔어요.`,
    'part-given': ({ product, points }) =>
      `${product ? `“${product}” 선물이` : '함께 보탠 선물이'} 다 모였어요. 보태신 ${points}을 전해 드려요.`,
    'gift-points': ({ product, from, points }) =>
      `${from ? `${from}님이` : '누군가'} ${product ? `찜하신 “${product}”, 이걸 사시라고` : '찜하신 것을 사시라고'} ${points}을 선물했어요.`,
    'list-joined': ({ from }) => `${from ? `${from}님이` : '새로운 분이'} 찜 목록에 함께하게 됐어요.`,
    'points-expiring': ({ points, day }) => `${day}에 ${points}의 사용 기간이 끝나요.`,
    'club-joined': ({ from, club }) =>
      `${from ? `${from}님이` : '새로운 분이'} ${clubKo(club)}에 함께하게 됐어요.`,
    'club-reached': ({ club }) => `${clubKo(club)}, 목표만큼 다 모았어요.`,
    'club-ended': (said) => endedKo(said),
    'club-person': ({ club }) =>
      `${clubKo(club)}, 선물 받을 분이 아직 함께하지 않아요. 30일 안에 초대해 주시면 전해 드리고, 그 뒤에는 모두에게 돌려드려요.`,
    'rolling-paper': ({ club, points }) =>
      `${clubKo(club)}에서 ${points}과 마음을 담은 롤링페이퍼를 보냈어요.`,
    'story-comment': ({ from, story }) =>
      `${from ? `${from}님이` : '누군가'} ${story ? `“${story}” 이야기에` : '회원님의 이야기에'} 댓글을 남겼어요.`,
    'story-sold': ({ product, story, facts, points }) =>
      `${story ? `“${story}” 이야기를` : '쇼핑 이야기를'} 보고 ${product ? `“${product}”, 이 상품을` : '상품을'} 산 분이 있어요.${facts.amount ? ` ${points}, 반품 기간이 지나면 쌓여요.` : ''}`,
    'neighbour-new': ({ from }) => `${from ? `${from}님이` : '새로운 분이'} 회원님의 이웃이 되었어요.`,
    'neighbour-asking': ({ from }) => `${from ? `${from}님이` : '새로운 분이'} 이웃이 되고 싶어 해요.`,
    'neighbour-agreed': ({ from }) => `${from ? `${from}님이` : '상대방이'} 이웃 신청을 받아 주셨어요.`,
    'consent-told': ({ facts, day }) =>
      facts.given
        ? `${day}에 ${purposeKo(facts)}에 동의하셨습니다. 동의는 언제든지 철회하실 수 있습니다.`
        : `${day}에 ${purposeKo(facts)}에 대한 동의를 철회하셨습니다. 앞으로는 보내지 않겠습니다.`,
    'consent-check': ({ facts, day }) =>
      `${day}에 하신 ${purposeKo(facts)}에 대한 동의가 유지되고 있습니다. 계속 받으시려면 아무것도 하지 않으셔도 되고, 받지 않으시려면 언제든지 철회하실 수 있습니다.`,
  },
  confirm: {
    subject: '메일 주소를 확인해 주세요',
    sentence: (mall) => `${mall} 알림을 이 주소로 받으시려면 아래 번호를 넣어 주세요.`,
    after: '15분 동안 쓸 수 있어요. 요청하신 적이 없다면 그냥 지우셔도 돼요. 아무 메일도 더 가지 않아요.',
  },
  toProduct: '상품 보기',
  toList: '찜 목록 보기',
  toClub: '같이 모으기 보기',
  toBlog: '쇼핑 이야기 보기',
  toMall: '쇼핑몰로 가기',
  why: {
    information: '이 메일은 회원님께서 요청하신 소식을 알려 드리는 발신 전용 메일입니다.',
    advertising: '이 메일은 광고성 정보 수신에 동의하신 회원님께 보내 드리는 발신 전용 메일입니다.',
    contact: '이 메일은 메일 주소를 확인하기 위해 한 번 보내 드리는 발신 전용 메일입니다.',
  },
  sender: (name, contact) => `보내는 사람: ${contact ? `${name} (${contact})` : name}`,
  unsubscribe: '수신거부',
  unsubscribeHint: {
    information: '이런 알림 메일을 더 이상 받지 않으시려면 아래에서 무료로 거부하실 수 있습니다.',
    advertising: '광고 메일을 더 이상 받지 않으시려면 아래에서 무료로 거부하실 수 있습니다.',
  },
};

const clubKo = (club: string | null): string => (club ? `“${club}”` : '같이 모으기');
/** What happened to the reader's points, in one sentence. */
function endedKo({ club, points, facts }: Said): string {
  const what = clubKo(club);
  if (facts.outcome === 'refunded') return `${what}, 보태 주신 ${points}을 그대로 돌려드렸어요.`;
  if (facts.outcome === 'received') return `${what}, ${points}을 받으셨어요.`;
  if (facts.outcome === 'given') return `${what}, 보태 주신 ${points}을 잘 전해 드렸어요.`;
  return `${what}, 마무리됐어요.`;
}

const purposeKo = ({ purpose, channel }: Notice['facts']): string => {
  if (purpose === 'advertising') return `광고성 정보 ${channel === 'mail' ? '메일' : '알림함'} 수신`;
  return `요청하신 소식을 ${channel === 'mail' ? '메일로' : '알림함에서'} 받는 것`;
};

const en: MailWords = {
  advertising: '(Advertisement)',
  subject: {
    'price-drop': ({ product }) => `${product ?? 'A product you wish for'}: the price has dropped`,
    'few-left': ({ product }) => `${product ?? 'A product you wish for'}: only a few left`,
    restock: ({ product }) => `${product ?? 'A product you waited for'} is back`,
    'wish-comment': () => 'A new comment on your wish',
    'claimed-wish-changed': () => 'A wish you are giving has changed',
    'claimed-wish-gone': () => 'A wish you are giving is gone',
    'claims-shown': () => 'You can now see who gives what',
    'part-back': () => 'Points that you set aside for a gift are back',
    'part-given': () => 'A gift that you gave a part of is complete',
    'gift-points': () => 'You were given points',
    'list-joined': () => 'Somebody joined your wishlist',
    'points-expiring': ({ points }) => `${points} will expire soon`,
    'club-joined': () => 'Somebody joined your savings club',
    'club-reached': () => 'A savings club has reached its goal',
    'club-ended': () => 'A savings club has ended',
    'club-person': () => 'Please invite the one your club is for',
    'rolling-paper': () => 'A gift and a rolling paper for you',
    'story-comment': () => 'A new comment on your story',
    'story-sold': () => 'Somebody bought by way of your story',
    'neighbour-new': () => 'You have a new neighbour',
    'neighbour-asking': () => 'Somebody asks to be your neighbour',
    'neighbour-agreed': () => 'You are neighbours now',
    'consent-told': ({ facts }) => (facts.given ? 'Your consent was noted' : 'Your withdrawal was noted'),
    'consent-check': () => 'Your consent still stands',
  },
  sentence: {
    'price-drop': ({ product, before, now }) => {
      const what = product ? `“${product}”, which you wish for,` : 'A product you wish for';
      return before && now ? `${what} went from ${before} to ${now}.` : `${what} has become cheaper.`;
    },
    'few-left': ({ product }) =>
      `${product ? `Only a few of “${product}”` : 'Only a few of a product you wish for'} are left.`,
    restock: ({ product }) => `${product ? `“${product}”` : 'A product you waited for'} can be bought again.`,
    'wish-comment': ({ from }) => `${from ?? 'Somebody'} commented on your wish.`,
    'claimed-wish-changed': () => 'A wish that you are giving has changed. Have a look before you get it.',
    'claimed-wish-gone': () => 'A wish that you are giving is no longer on the list.',
    'claims-shown': () => 'You can now see who gives what on your wishlist.',
    'part-back': ({ product, points }) =>
      `${points} that you set aside for ${product ? `“${product}”` : 'a gift'} are back in your wallet.`,
    'part-given': ({ product, points }) =>
      `${product ? `The gift “${product}”` : 'A gift that you gave a part of'} is complete. Your ${points} are on their way.`,
    'gift-points': ({ product, from, points }) =>
      `${from ?? 'Somebody'} gave you ${points}${product ? ` for “${product}”, which you wish for` : ' for something you wish for'}.`,
    'list-joined': ({ from }) => `${from ?? 'Somebody'} now looks after a wishlist with you.`,
    'points-expiring': ({ points, day }) => `${points} expire on ${day}.`,
    'club-joined': ({ from, club }) => `${from ?? 'Somebody'} joined ${clubEn(club)}.`,
    'club-reached': ({ club }) => `All that was needed has come together in ${clubEn(club)}.`,
    'club-ended': (said) => endedEn(said),
    'club-person': ({ club }) =>
      `The one whom ${clubEn(club)} is for has not joined yet. Invite them within 30 days; after that everybody has their points back.`,
    'rolling-paper': ({ club, points }) =>
      `From ${clubEn(club)} you have ${points}, and a rolling paper with everybody's lines.`,
    'story-comment': ({ from, story }) =>
      `${from ?? 'Somebody'} commented on ${story ? `“${story}”` : 'your story'}.`,
    'story-sold': ({ product, story, facts, points }) =>
      `Somebody bought ${product ? `“${product}”` : 'something'} by way of ${story ? `“${story}”` : 'your shopping blog'}.${facts.amount ? ` ${points} are yours once the time to return has passed.` : ''}`,
    'neighbour-new': ({ from }) => `${from ?? 'Somebody'} is your neighbour now.`,
    'neighbour-asking': ({ from }) => `${from ?? 'Somebody'} asks to be your neighbour.`,
    'neighbour-agreed': ({ from }) => `${from ?? 'They'} said yes: you are neighbours now.`,
    'consent-told': ({ facts, day }) =>
      facts.given
        ? `On ${day} you agreed to receive ${purposeEn(facts)}. You can take that back at any time.`
        : `On ${day} you took back your consent to ${purposeEn(facts)}. None will be sent any more.`,
    'consent-check': ({ facts, day }) =>
      `The consent to ${purposeEn(facts)} that you gave on ${day} still stands. You need not do anything to keep it, and can take it back at any time.`,
  },
  confirm: {
    subject: 'Please confirm your e-mail address',
    sentence: (mall) => `To receive notices of ${mall} at this address, enter this code:`,
    after:
      'It is good for 15 minutes. If you did not ask for it, just delete this mail: nothing more will come.',
  },
  toProduct: 'See the product',
  toList: 'See the wishlist',
  toClub: 'See the club',
  toBlog: 'See the blog',
  toMall: 'Go to the shop',
  why: {
    information: 'You receive this mail because you asked to be told. It cannot be answered.',
    advertising: 'You receive this mail because you agreed to advertising. It cannot be answered.',
    contact: 'This mail was sent once, to confirm the address. It cannot be answered.',
  },
  sender: (name, contact) => `Sender: ${contact ? `${name} (${contact})` : name}`,
  unsubscribe: 'Unsubscribe',
  unsubscribeHint: {
    information: 'If you no longer want mails like this, you can unsubscribe here, free of charge:',
    advertising: 'If you no longer want advertising by mail, you can unsubscribe here, free of charge:',
  },
};

const clubEn = (club: string | null): string => (club ? `“${club}”` : 'a savings club');
function endedEn({ club, points, facts }: Said): string {
  const what = clubEn(club);
  if (facts.outcome === 'refunded') return `You have back the ${points} that you gave to ${what}.`;
  if (facts.outcome === 'received') return `You received ${points} from ${what}.`;
  if (facts.outcome === 'given') return `The ${points} that you gave to ${what} have been passed on.`;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} has ended.`;
}

const purposeEn = ({ purpose, channel }: Notice['facts']): string =>
  `${purpose === 'advertising' ? 'advertising' : 'news you asked for'} ${channel === 'mail' ? 'by mail' : 'in the inbox'}`;

export const MAIL_WORDS: Record<'ko' | 'en', MailWords> = { ko, en };
