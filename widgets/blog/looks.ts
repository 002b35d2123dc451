import type { MyBlog } from '../../server/community/blogs/contract.ts';
import { newAct } from '../core/act.ts';
import { BlogChangeEvent } from '../core/blog-events.ts';
import { uploadPhoto } from '../core/upload.ts';
import { openLooks } from '../parts/looks-sheet.ts';
import { shrinkPhoto } from '../parts/shrink.ts';
import { changed } from './acts.ts';
import type { BlogHost } from './host.ts';
import { loadMy } from './mine.ts';

/** Opens the sheet where I choose how my blog looks. */
export async function openMyLooks(host: BlogHost): Promise<void> {
  const { data } = host;
  const { side } = data;
  const words = host.words!;
  // As it is now: a change is refused when somebody has been here first.
  await loadMy(data);
  const { blog, frontPage } = data.my!;
  await openLooks(host, {
    blog,
    frontPage,
    save: async (patch) => {
      const my = await side!.client.request<MyBlog>('PATCH', 'me/blog', {
        as: 'signed',
        lang: words.lang,
        body: patch,
      });
      data.my = my;
      if (data.page) data.page = { ...data.page, blog: my.blog };
      host.requestUpdate();
      host.dispatchEvent(new BlogChangeEvent({ member: my.blog.member.id }));
      void changed(host);
    },
    upload: async (file) =>
      uploadPhoto(side!, await shrinkPhoto(file), {
        alt: '',
        act: newAct(),
        lang: words.lang,
        progress: () => undefined,
      }),
  });
}
