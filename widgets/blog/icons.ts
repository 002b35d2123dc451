// Drawn on a grid of 24, for parts/icons.ts: those of the first paint.
export const BAG = 'M5 8.5h14l-1 11.5H6zM8.5 8.5V8a3.5 3.5 0 0 1 7 0v.5';
export const SHARE = 'M12 15V4M8 7.5L12 4l4 3.5M5.5 12v7.5h13V12';
export const BOOK = 'M5 4.5h11a3 3 0 0 1 3 3v12H8a3 3 0 0 1-3-3zM5 16.5a3 3 0 0 1 3-3h11M9 8.5h6';
