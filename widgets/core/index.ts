export { identify, pageSettings, type PageSettings, signOut, start } from './page.ts';
