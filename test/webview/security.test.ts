import assert from 'node:assert/strict';
import { safeLink } from '../../src/model/text/safeLink.ts';
import { payloads } from './payloads.ts';
import { context, openRenderingPage, type PageOptions, type RenderingPage } from './renderingPage.ts';

/** The effect of the payloads. */
interface Outcome {
  readonly ran: readonly string[];
  readonly rendering: RenderingPage;
}

describe('Hostile text in the page', () => {
  let opened: RenderingPage | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  /**
   * Renders texts one after the other, interacts with everything in them, and returns the texts that ran a script or
   * sent a request.
   */
  const renderAll = async (
    options: PageOptions & { readonly asChanges?: boolean },
    texts: (evil: string) => readonly string[],
  ): Promise<Outcome> => {
    const rendering = await openRenderingPage(options);
    opened = rendering;
    const ran: string[] = [];
    for (const text of texts(rendering.foreign)) {
      try {
        if (await renderOne(rendering, text, options.asChanges === true)) ran.push(text);
      } catch {
        // The text navigated the frame. Either the parent blocked that, or the server recorded the request.
        await rendering.reload();
      }
    }
    return { ran, rendering };
  };

  it('runs and loads without the sanitizer and the policy', async () => {
    const { ran, rendering } = await renderAll({ sanitiser: false, policy: false }, (evil) => [
      `<img src=x onerror="window.__pwned=1">`,
      `<div><script>window.__pwned=1</script></div>`,
      `<img src="${evil}/seen.png">`,
    ]);
    assert.equal(ran.length, 2);
    assert.ok(rendering.foreignRequests.includes('GET /seen.png'));
    assert.ok(rendering.foreignRequests.includes(`${rendering.foreign}/seen.png`));
  });

  it('B02: runs nothing and requests nothing with the sanitizer alone', async () => {
    const outcome = await renderAll({ policy: false }, payloads);
    assertHarmless(outcome);
  });

  it('B02: runs nothing and requests nothing with the sanitizer alone, where each text is an edit of the previous one', async () => {
    const outcome = await renderAll({ policy: false, asChanges: true }, payloads);
    assertHarmless(outcome);
  });

  it('B02: runs nothing and requests nothing with the policy alone', async () => {
    const outcome = await renderAll({ sanitiser: false }, payloads);
    assertHarmless(outcome);
  });

  it('S9: requests nothing for an icon of a participant in a diagram, with the sanitizer alone', async () => {
    const outcome = await renderAll({ policy: false }, (evil) =>
      ['"icon"', 'icon', '"ic\\u006fn"'].map(
        (name, at) =>
          `\`\`\`mermaid\nsequenceDiagram\nparticipant A\nA->>A: x\nproperties A: {${name}: "${evil}/${at}.png"}\n\`\`\``,
      ),
    );
    assertHarmless(outcome);
  });

  it('B02: is harmless in GitLab’s data about references and images', async () => {
    const rendering = await openRenderingPage({ policy: false });
    opened = rendering;
    const ran = await rendering.frame.evaluate(
      async ([all, where]) => {
        const { harness } = window;
        const found: string[] = [];
        for (const payload of all) {
          const text = harness.renderMarkdown(
            '#1+ ~bug %v1 @user !2 ![x](/x.png) ![y](https://y.example/y.png)',
            where,
          );
          document.getElementById('page')?.replaceChildren(text);
          for (const { element } of harness.referencesIn(text)) {
            harness.showReference(element, { title: payload, webUrl: payload, color: payload });
          }
          for (const { element } of harness.picturesIn(text)) harness.showPicture(element, { data: payload });
          const image = new Image();
          image.src = '/missing.png';
          await image.decode().catch(() => undefined);
          if (window.__pwned === 1 || text.querySelector('img, script, svg')) found.push(payload);
          if ([...text.querySelectorAll('a')].some(({ protocol }) => !/^(?:https?|mailto)?:$/.test(protocol)))
            found.push(payload);
          delete window.__pwned;
        }
        return found;
      },
      [payloads(rendering.foreign), context] as const,
    );
    assertHarmless({ ran, rendering });
  });

  describe('after it was sanitized', () => {
    let rendering: RenderingPage;
    before(async () => {
      rendering = await openRenderingPage({ policy: false });
    });
    after(() => rendering.close());

    /** Returns the HTML of a rendered text. */
    const rendered = (source: string): Promise<string> =>
      rendering.frame.evaluate(
        ([text, where]) => {
          const element = window.harness.renderMarkdown(text, where);
          document.getElementById('page')?.replaceChildren(element);
          return element.innerHTML;
        },
        [source, context] as const,
      );

    it('B03: has no base address, and no attribute or placeholder that looks like ours', async () => {
      const html = await rendered(
        '<base href="https://evil.example/"><span data-mark="0-0"><a data-mark="1-0" href="x">a</a></span>\n\n' +
          '<div data-mark="ffffffffffffffffffffffffffffffff-0" class="md-attachment md-task">![x](/uploads/y.png)</div>',
      );
      assert.doesNotMatch(html, /base|data-mark|md-attachment|md-task/);
      assert.match(html, /href="https:\/\/gitlab\.example\.com\/group\/app\/-\/blob\/HEAD\/x"/);
    });

    it('B04: stays text in an attribute, whatever quotes it has', async () => {
      const trick = '" onerror="x" \' onmouseover=\'y';
      const html = await rendered(
        [
          `![${trick}](/a.png)`,
          `![x](/uploads/0123456789abcdef0123456789abcdef/b".png)`,
          `<img src="/c.png" data-src="/d.png&quot; onerror=&quot;x" alt="&quot; onerror=&quot;x">`,
          `[link](/e "t&quot; onclick=&quot;x")`,
          `<a href="/f&quot; onclick=&quot;x" data-src="x">g</a>`,
        ].join('\n\n'),
      );
      const attributes = await rendering.frame.evaluate(() =>
        [...document.querySelectorAll('.md-text *')].flatMap(({ attributes: all }) => [...all].map(({ name }) => name)),
      );
      assert.deepEqual(
        attributes.filter((name) => name.startsWith('on') || name.startsWith('data-')),
        [],
        html,
      );
      assert.match(html, /t&quot; onclick=&quot;x/);
    });

    it('B05: can’t cover, clobber, or imitate the page', async () => {
      const html = await rendered(
        [
          '<div style="position:fixed;inset:0;background:red;z-index:9999">cover</div>',
          '<div id="page" class="codicon md-attachment toolbar">x</div><a name="acquireVsCodeApi">y</a>',
          '<form action="https://evil.example/"><label>Password <input type="password" name="p"></label><button>OK</button></form>',
          `<p data-vscode-context='{"webviewSection":"x"}' role="alert" aria-label="z" tabindex="1" contenteditable>w</p>`,
          '<select><option>one</option></select><textarea>two</textarea><dialog open>three</dialog>',
        ].join('\n\n'),
      );
      assert.doesNotMatch(html, / (?:style|id|name|class|data-[\w-]+|role|aria-label|tabindex|contenteditable)=/);
      assert.doesNotMatch(html, /<(?:form|input|button|select|textarea|dialog|label)/);
      assert.match(html, /cover[\s\S]*Password/);
      const { inside, contained } = await rendering.frame.evaluate(() => {
        const text = document.querySelector('.md-text');
        const outer = text?.getBoundingClientRect();
        const children = [...(text?.querySelectorAll('*') ?? [])].map((element) => element.getBoundingClientRect());
        return {
          inside: children.every((box) => outer && box.left >= outer.left - 1 && box.right <= outer.right + 1),
          contained: text ? getComputedStyle(text).contain : '',
        };
      });
      assert.ok(inside);
      assert.equal(contained, 'paint');
    });

    it('B06: links only to the web, to email addresses, and within itself', async () => {
      const targets = [
        ...['command:workbench.action.terminal.new', 'vscode:extension/x', 'vscode-insiders://x', 'file:///etc/passwd'],
        ...['data:text/html,x', 'javascript:x', 'ms-msdt:/id', '\\\\h\\s', '//h', '/\\h', 'JaVaScRiPt:x', 'COMMAND:x'],
        ...[
          'java&#9;script:x',
          'java&#10;script:x',
          '&#1;javascript:x',
          '%63ommand:x',
          'blob:x',
          'ftp://x/y',
          'view-source:x',
        ],
      ];
      const html = await rendered(
        targets.map((target) => `<a href="${target}">a</a>\n[b](<${target}>)\n<${target}>`).join('\n\n') +
          '\n\n[c](https://example.com) [d](mailto:a@example.com) [e](#top) [f](doc/x.md)',
      );
      const hrefs = await rendering.frame.evaluate(() =>
        [...document.querySelectorAll('.md-text [href]')].map((link) => link.getAttribute('href') ?? ''),
      );
      const allowed = (href: string): boolean => href.startsWith('#description-') || safeLink(href) === href;
      assert.deepEqual(
        hrefs.filter((href) => !allowed(href)),
        [],
        html,
      );
      // A relative address becomes a file of the project. All other links must be in the list below.
      const elsewhere = hrefs.filter((href) => !href.startsWith('https://gitlab.example.com/group/app/-/blob/HEAD/'));
      assert.deepEqual(elsewhere, ['https://example.com/', 'mailto:a@example.com', '#description-heading-top']);
    });

    it('B09: can’t reference files on this computer', async () => {
      const html = await rendered(
        [
          '![x](vscode-resource:/etc/passwd) ![x](https://file+.vscode-resource.vscode-cdn.net/etc/passwd)',
          '![x](file:///etc/passwd) ![x](vscode-webview://x/y.png) ![x](../../../../../../etc/passwd)',
          '<img src="vscode-file://vscode-app/x.png"><link rel="stylesheet" href="file:///x">',
        ].join('\n\n'),
      );
      assert.doesNotMatch(html, /<img|<link|(?:src|href)="(?!https:)/);
      const sources = await rendering.frame.evaluate(() =>
        window.harness.picturesIn(document).map(({ source, foreignHost }) => ({ source, foreignHost })),
      );
      assert.deepEqual(sources, [
        {
          source: 'https://file+.vscode-resource.vscode-cdn.net/etc/passwd',
          foreignHost: 'file+.vscode-resource.vscode-cdn.net',
        },
        { source: 'https://gitlab.example.com/etc/passwd', foreignHost: undefined },
      ]);
      assert.deepEqual(rendering.foreignRequests, []);
    });

    it('B10: loads no image from another host, and shows the name of the host first', async () => {
      const evil = rendering.foreign;
      const html = await rendered(
        [
          `![one](${evil}/1.png) <img src="${evil}/2.png" srcset="${evil}/3.png 2x"> <video poster="${evil}/4.png" src="${evil}/5.mp4"></video>`,
          `![meta](http://169.254.169.254/latest/meta-data) ![local](http://localhost:1/x.png) <svg><image href="${evil}/6.png"/></svg>`,
          `<div style="background:url(${evil}/7.png)">x</div> <table background="${evil}/8.png"><tr><td>y</td></tr></table>`,
          `<picture><source srcset="${evil}/9.webp"><img src="${evil}/10.png" alt="ten"></picture>`,
        ].join('\n\n'),
      );
      assert.doesNotMatch(html, /<img|srcset|poster|background/);
      const buttons = rendering.frame.locator('.md-picture-load');
      assert.deepEqual(
        (await buttons.allTextContents()).map((text) => text.replace(/^Load image from /, '')),
        [new URL(evil).host, new URL(evil).host, '169.254.169.254', 'localhost:1', new URL(evil).host],
      );
      await buttons.first().click();
      assert.deepEqual(rendering.foreignRequests, []);
    });
  });
});

async function renderOne({ frame, own }: RenderingPage, text: string, asChange: boolean): Promise<boolean> {
  return frame.evaluate(
    async ([source, where, origin, changes]) => {
      delete window.__pwned;
      const rendered = window.harness.renderMarkdown(source, where);
      const page = document.getElementById('page')!;
      if (changes) window.harness.changeText(page, rendered);
      else page.replaceChildren(rendered);
      const element = page.querySelector('.md-text')!;
      await window.harness.drawLater(element);
      for (const each of element.querySelectorAll('*')) {
        // Doesn't follow a link. In the page, a click sends its address to the extension.
        if (each.matches('a[href^="http"], a[href^="mailto"]')) {
          each.addEventListener('click', (event) => {
            event.preventDefault();
          });
        }
        if (each instanceof HTMLElement) each.focus();
        for (const type of [
          'pointerover',
          'mouseover',
          'mousedown',
          'mouseenter',
          'click',
          'keydown',
          'input',
          'toggle',
        ]) {
          each.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
        }
      }
      // Waits until every image has loaded or failed, and then until the server has counted a later request.
      await Promise.all([...element.querySelectorAll('img')].map((image) => image.decode().catch(() => undefined)));
      await new Promise((resolve) => {
        const image = document.createElement('img');
        image.onerror = resolve;
        image.src = `${origin}/missing.png`;
      });
      return window.__pwned === 1;
    },
    [text, context, own, asChange] as const,
  );
}

function assertHarmless({ ran, rendering }: Outcome): void {
  assert.deepEqual(ran, []);
  assert.deepEqual(rendering.dialogs, []);
  assert.deepEqual(rendering.foreignRequests, []);
}
