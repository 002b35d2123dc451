// Drawn on a grid of 24: those of what opens by a tap and of the tools. Three stand in icons.ts too, which may not be
// shared: the first paint would wait for one more chunk.
export const BAG = 'M5 8.5h14l-1 11.5H6zM8.5 8.5V8a3.5 3.5 0 0 1 7 0v.5';
export const HEART =
  'M12 20S4 15.2 4 9.4C4 6.7 6 5 8.2 5c1.6 0 3 .9 3.8 2.3C12.8 5.9 14.2 5 15.8 5 18 5 20 6.7 20 9.4 20 15.2 12 20 12 20z';
export const BOOK = 'M5 4.5h11a3 3 0 0 1 3 3v12H8a3 3 0 0 1-3-3zM5 16.5a3 3 0 0 1 3-3h11M9 8.5h6';
export const PERSON = 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.6-4 3.6-5.5 7.5-5.5s6.9 1.5 7.5 5.5';
export const PLUS = 'M12 5v14M5 12h14';
export const BRUSH = 'M4 20c0-3 1.5-4.5 3.5-4.5S11 17 11 18.5 9.5 20 4 20zM9.5 15L19 4.5l1 1L11 16.5';
export const BOXES = 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z';
export const PAGES = 'M7 3.5h7L18.5 8v12.5H7zM14 3.5V8h4.5M10 12.5h5.5M10 16h5.5';
export const COINS =
  'M12 4.5c4 0 7 1.1 7 2.7s-3 2.7-7 2.7-7-1.1-7-2.7 3-2.7 7-2.7zM5 7.2V12c0 1.6 3 2.7 7 2.7s7-1.1 7-2.7V7.2M5 12v4.8c0 1.6 3 2.7 7 2.7s7-1.1 7-2.7V12';
export const UP = 'M12 19V5M6 11l6-6 6 6';
export const DOWN = 'M12 5v14M6 13l6 6 6-6';
export const GRIP =
  'M9 5.2a.8.8 0 1 0 .01 0zM15 5.2a.8.8 0 1 0 .01 0zM9 11.2a.8.8 0 1 0 .01 0zM15 11.2a.8.8 0 1 0 .01 0zM9 17.2a.8.8 0 1 0 .01 0zM15 17.2a.8.8 0 1 0 .01 0z';
