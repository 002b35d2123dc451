import type { WishTranslation } from './index.ts';

export default {
  wish: 'Add to wishlist',
  wishNamed: 'Add {name} to wishlist',
  wishOff: 'Remove from wishlist',
  wishCount: { one: '{count} person wishes this', other: '{count} people wish this' },
  wishFailed: 'That did not work just now. Please tap again in a moment.',
} satisfies WishTranslation;
