import { type PayingWords, payingWords } from './paying-words.ts';

export type Language = 'ko' | 'en';

/** The texts of a mall's own pages. What the community says comes from the widgets, in words of their own. */
export interface Words {
  tagline: string;
  heroTitle: string;
  heroText: string;
  heroLink: string;
  all: string;
  loved: string;
  framesTitle: string;
  /** Above those who helped most: everywhere, or in one category. */
  regulars: (category?: string) => string;
  framesText: string;
  frameOf: (name: string) => string;
  availability: Record<'in_stock' | 'out_of_stock' | 'preorder', string>;
  buy: string;
  buySoldOut: string;
  delivery: [label: string, text: string][];
  more: string;
  pages: (page: number, last: number) => string;
  before: string;
  after: string;
  who: string;
  whoLead: string;
  whoGuest: string;
  whoGuestText: string;
  whoOut: string;
  whoMember: string;
  hello: (name: string) => string;
  theme: string;
  otherMall: string;
  otherMallLang: Language;
  orders: string;
  refund: string;
  refunded: string;
  said: {
    ordered: string;
    pickFirst: string;
    failed: string;
    refunded: string;
    is: string;
    guest: string;
  };
  notFound: string;
  notFoundText: string;
  home: string;
  demoNote: string;
  strictLink: string;
  strictTitle: string;
  strictText: string;
  plainLink: string;
  close: string;
  skip: string;
  wishlist: string;
  blogs: {
    title: string;
    lead: string;
    best: string;
    more: string;
    mine: string;
    feed: string;
    teller: string;
    by: (name: string) => string;
    hearts: (count: number) => string;
  };
  /** Of paying, points, clubs and the till. */
  paying: PayingWords;
  /** The page on which a list is shared into a chat. */
  chat: {
    link: string;
    title: string;
    lead: string;
    room: string;
    phone: string;
    none: string;
    own: string;
    answer: string;
    /** What is said above a link that anybody may see, and above one for those who have it. */
    says: { public: string; link: string };
  };
}

export const words: Record<Language, Words> = {
  ko: {
    tagline: '볕 드는 다락의 살림 가게',
    heroTitle: '오래 곁에 둘 것만\n천천히 골랐어요',
    heroText: '앉고, 기대고, 물 주며 지내는 살림. 먼저 써 본 분들의 이야기를 읽고 고르세요.',
    heroLink: '천천히 둘러보기',
    all: '전체',
    loved: '단골이 아끼는 것들',
    framesTitle: '두 사람이 같은 상품을 보고 있어요',
    regulars: (category) => (category ? `${category} 후기로 도와준 단골들` : '후기로 도와준 단골들'),
    framesText:
      '한쪽에서 ‘도움돼요’를 누르거나 후기와 댓글을 써 보세요. 새로 고치지 않아도 다른 쪽에 바로 나타나요.',
    frameOf: (name) => `${name} 님의 휴대폰`,
    availability: { in_stock: '오늘 출발', out_of_stock: '품절', preorder: '예약 주문' },
    buy: '구매하기',
    buySoldOut: '다시 들어오면 살 수 있어요',
    delivery: [
      ['배송', '오후 2시 전에 주문하면 오늘 보내요. 5만 원부터 무료 배송이에요.'],
      ['교환·반품', '받은 날부터 7일 안에 말씀해 주세요. 식물은 사진으로 먼저 확인해요.'],
      ['포장', '되도록 종이로만 감싸고, 토분은 한 번 더 감싸요.'],
    ],
    more: '더 보기',
    pages: (page, last) => `전체 ${last}쪽 중 ${page}쪽`,
    before: '이전',
    after: '다음',
    who: '다른 손님으로 보기',
    whoLead: '데모라서 누구든 되어 볼 수 있어요.',
    whoGuest: '비회원 손님',
    whoGuestText: '로그인하지 않고 둘러봐요.',
    whoOut: '로그아웃',
    whoMember: '회원',
    hello: (name) => `${name} 님`,
    theme: '밝게 · 어둡게',
    otherMall: 'English',
    otherMallLang: 'en',
    orders: '방금 한 주문',
    refund: '환불하기',
    refunded: '환불했어요',
    said: {
      ordered: '주문했어요. 이제 이 상품 후기에 ‘구매 확인’이 붙어요.',
      pickFirst: '먼저 어떤 손님이 될지 골라 주세요.',
      failed: '지금은 처리하지 못했어요. 잠시 뒤에 다시 해 주세요.',
      refunded: '환불했어요. ‘구매 확인’이 사라져요.',
      is: '이제 {name} 님으로 보고 있어요.',
      guest: '비회원으로 보고 있어요.',
    },
    notFound: '여기에는 아무것도 없어요',
    notFoundText: '주소가 바뀌었거나 이제 팔지 않는 상품일 수 있어요.',
    home: '첫 화면으로',
    demoNote: '볕다락은 단골(Dangol)을 보여 주려고 만든 가상의 가게예요. 실제로 팔거나 보내지 않아요.',
    strictLink: '보안 정책(CSP)이 엄격한 페이지',
    strictTitle: '보안 정책이 엄격한 페이지',
    strictText:
      '이 페이지의 콘텐츠 보안 정책은 단골 서비스의 스크립트, 연결, 그림, 영상, 글꼴만 허락해요. 그래도 후기와 쇼핑 이야기, 같이 모으기는 그대로 보여요.',
    plainLink: '붙여 넣은 두 줄만 있는 페이지',
    close: '닫기',
    skip: '본문으로 건너뛰기',
    wishlist: '찜 목록',
    blogs: {
      title: '쇼핑 이야기',
      lead: '단골들이 갖고 싶은 것, 사서 써 본 것, 그 뒤의 이야기예요.',
      best: '요즘 많이 읽은 이야기',
      more: '이야기 더 보기',
      mine: '내 쇼핑 이야기',
      feed: '이웃 새 소식',
      teller: '이 상품을 이야기한 단골',
      by: (name) => `${name} 님`,
      hearts: (count) => `좋아요 ${count}`,
    },
    paying: payingWords.ko,
    chat: {
      link: '찜 목록을 대화방에 보내면',
      title: '찜 목록을 대화방에 보내면',
      lead: '링크를 눌러 보세요. 오른쪽은 볕다락에 가입하지 않은 친구의 휴대폰이에요. 목록을 보고, 댓글을 남기고, 선물하겠다고 할 수 있어요.',
      room: '봄날 모임 4',
      phone: '가입하지 않은 친구의 휴대폰',
      none: '아직 나눌 목록이 없어요.',
      own: '내 찜 목록 보러 가기',
      answer: '오 나도 하나 골라 볼게!',
      says: {
        public: '이번 생일에 갖고 싶은 것들 적어 뒀어요 🌿',
        link: '여긴 우리끼리만 보자. 링크 있는 사람만 볼 수 있대.',
      },
    },
  },
  en: {
    tagline: 'Everyday food, honestly reviewed',
    heroTitle: 'Good food,\nand what people\nreally thought of it',
    heroText:
      'Chips, coffee, baby jars, dog bowls. Read thousands of reviews by people who finished the box before you fill the cupboard.',
    heroLink: 'Browse the shelves',
    all: 'Everything',
    loved: 'Most talked about',
    framesTitle: 'Two shoppers, one product',
    regulars: (category) => (category ? `Most helpful: ${category}` : 'Our most helpful shoppers'),
    framesText:
      'Say “helpful”, write a review or a comment on one phone. It appears on the other at once, without reloading.',
    frameOf: (name) => `${name}’s phone`,
    availability: { in_stock: 'Ships today', out_of_stock: 'Sold out', preorder: 'Pre-order' },
    buy: 'Buy now',
    buySoldOut: 'Back soon',
    delivery: [
      ['Delivery', 'Ordered before 2 pm, sent today. Free from $35.'],
      ['Returns', 'Tell us within 7 days if a box arrived broken.'],
      ['Freshness', 'Everything has at least three months to go when it leaves us.'],
    ],
    more: 'See more',
    pages: (page, last) => `Page ${page} of ${last}`,
    before: 'Previous',
    after: 'Next',
    who: 'Shop as someone else',
    whoLead: 'This is a demo: be whoever you like.',
    whoGuest: 'Guest',
    whoGuestText: 'Look around without signing in.',
    whoOut: 'Sign out',
    whoMember: 'Member',
    hello: (name) => name,
    theme: 'Light or dark',
    otherMall: '한국어',
    otherMallLang: 'ko',
    orders: 'Orders just placed',
    refund: 'Refund',
    refunded: 'Refunded',
    said: {
      ordered: 'Ordered. Your review of it now says “bought”.',
      pickFirst: 'First choose which shopper to be.',
      failed: 'That did not work just now. Please try again in a moment.',
      refunded: 'Refunded. The “bought” label goes away.',
      is: 'You are now {name}.',
      guest: 'You are a guest.',
    },
    notFound: 'There is nothing here',
    notFoundText: 'The address may have changed, or we no longer sell it.',
    home: 'To the front page',
    demoNote: 'Pantry Row is an invented shop that shows Dangol. Nothing is sold or sent.',
    strictLink: 'A page with a strict CSP',
    strictTitle: 'A page with a strict content security policy',
    strictText:
      'The policy of this page allows scripts, connections, pictures, clips and fonts of the Dangol service alone. Reviews, a blog and savings clubs appear all the same.',
    plainLink: 'A page with only the two pasted lines',
    close: 'Close',
    skip: 'Skip to content',
    wishlist: 'Wishlists',
    blogs: {
      title: 'Blogs',
      lead: 'What our shoppers wish for, what they bought, and what became of it.',
      best: 'Stories people read these days',
      more: 'More stories',
      mine: 'My own blog',
      feed: 'New from people you follow',
      teller: 'A shopper who wrote about it',
      by: (name) => name,
      hearts: (count) => (count === 1 ? '1 like' : `${count} likes`),
    },
    paying: payingWords.en,
    chat: {
      link: 'A wishlist shared into a chat',
      title: 'A wishlist shared into a chat',
      lead: 'Tap a link. On the right is the phone of a friend who has no account here: they can read the list, comment, and say that they will give something.',
      room: 'Lake house, 4 people',
      phone: 'The phone of a friend without an account',
      none: 'There is no list to share yet.',
      own: 'To my own wishlists',
      answer: 'Let me pick one!',
      says: {
        public: 'Here is what we still need for the cabin',
        link: 'And this one is just for us: only with the link.',
      },
    },
  },
};
