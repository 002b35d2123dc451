// Drawn on a grid of 24, for parts/icons.ts.
export const HEART =
  'M12 20S4 15.2 4 9.4C4 6.7 6 5 8.2 5c1.6 0 3 .9 3.8 2.3C12.8 5.9 14.2 5 15.8 5 18 5 20 6.7 20 9.4 20 15.2 12 20 12 20z';
export const SHARE = 'M12 15V4M8 7.5L12 3.5l4 4M5 12.5V19a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-6.5';
export const PLAY = 'M8.5 5.5v13l10-6.5z';
export const PAUSE = 'M8.5 5.5v13M15.5 5.5v13';
export const TAG = 'M4 4h7.5l8.5 8.5-7.5 7.5L4 11.5zM8 7.2a.8.8 0 1 0 .01 0z';
export const BAG = 'M5 8h14l1 12H4zM8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5';
export const HIDE = 'M7 4.5l-3 0v16h16v-3';
