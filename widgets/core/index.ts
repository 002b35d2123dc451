export { identify, type PageSettings, pageSettings, signOut, start } from './page.ts';
