import type { Blog } from '../contract.ts';
import { beginning } from '../rules.ts';
import type { Story } from '../stories/contract.ts';

/** Where everything is, and in whose mall. */
export interface At {
  url: string;
  blogUrl: string;
  mall: string;
  language: string;
  image: string | null;
}
/** Search engines take no longer ones. */
const NAME = 99;
const HEADLINE = 110;

const person = (name: string, url: string) => ({ '@type': 'Person', name: beginning(name, NAME), url });
const time = (at: number) => new Date(at).toISOString();

/** What search engines read of a blog: nothing that does not stand on the page. */
export const linkedBlog = (blog: Blog, title: string, { url, blogUrl, language, image }: At): object => ({
  '@context': 'https://schema.org',
  '@type': 'ProfilePage',
  name: title,
  url,
  inLanguage: language,
  mainEntity: {
    ...person(blog.member.name, blogUrl),
    identifier: blog.member.id,
    ...(blog.about !== '' && { description: blog.about }),
    ...(image !== null && { image }),
  },
});

/** And of a story. */
export const linkedStory = (story: Story, title: string, at: At): object => ({
  '@context': 'https://schema.org',
  '@type': 'BlogPosting',
  headline: beginning(title, HEADLINE),
  url: at.url,
  mainEntityOfPage: at.url,
  inLanguage: at.language,
  author: person(story.author.name, at.blogUrl),
  publisher: { '@type': 'Organization', name: at.mall },
  ...(story.publishedAt !== null && { datePublished: time(story.publishedAt) }),
  ...(story.editedAt !== null && { dateModified: time(story.editedAt) }),
  ...(story.media.length > 0 && { image: story.media.map((one) => one.media.large) }),
  ...(story.text !== '' && { articleBody: story.text }),
});

/** JSON as it may stand inside a script element: nothing in it can end that. */
export const inScript = (value: object): string =>
  JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
