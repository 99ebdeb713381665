'use strict';
(() => {
  // Without the catalog the texts stay English, and the page stays usable.
  const get = globalThis.gettext ?? (text => text);
  const getPlural = globalThis.ngettext ?? ((one, many, count) => (count === 1 ? one : many));
  const fill = globalThis.interpolate ?? ((text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]));
  const every = 30000;
  const stale = document.getElementById('stale');
  let tag = null;
  let seen = Date.now();
  let asked = seen;

  const ago = since => {
    const seconds = Math.max(0, Math.round((Date.now() - since) / 1000));
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    const days = Math.floor(hours / 24);
    const form = (one, many, count) => fill(getPlural(one, many, count), { count }, true);
    return seconds < 1 ? get('just now')
      : days ? form('%(count)s day ago', '%(count)s days ago', days)
      : hours ? form('%(count)s hour ago', '%(count)s hours ago', hours)
      : minutes ? form('%(count)s minute ago', '%(count)s minutes ago', minutes)
      : form('%(count)s second ago', '%(count)s seconds ago', seconds);
  };

  const tick = () => {
    for (const time of document.querySelectorAll('time[data-r]')) {
      time.dataset.r = ago(Date.parse(time.dateTime));
    }
    if (!stale.hidden) {
      stale.textContent = fill(get('This page cannot be refreshed. What it shows is of %(time)s.'), { time: ago(seen) }, true);
    }
  };

  // One bar of each row is reached with Tab; the arrow keys move on from there.
  const reach = () => {
    for (const last of document.querySelectorAll('ol li:last-child')) {
      last.tabIndex = 0;
    }
  };
  const go = (from, to) => {
    if (to) {
      from.removeAttribute('tabindex');
      to.tabIndex = 0;
      to.focus();
    }
  };
  document.addEventListener('keydown', event => {
    const bar = event.target.closest('ol li');
    if (!bar || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const to = {
      ArrowLeft: bar.previousElementSibling,
      ArrowRight: bar.nextElementSibling,
      Home: bar.parentNode.firstElementChild,
      End: bar.parentNode.lastElementChild,
    };
    if (event.key in to) {
      event.preventDefault();
      go(bar, to[event.key]);
    }
  });

  // The reader's position, described so that it can be found in the next page too.
  const place = element => {
    const card = element?.closest('article[id]');
    const kind = element?.localName;
    const among = card ? [...card.querySelectorAll(kind)] : [];
    return card && { id: card.id, kind, index: among.indexOf(element) };
  };
  const swap = next => {
    const open = [...document.querySelectorAll('details[open]')].map(place);
    const focus = place(document.activeElement);
    const find = at => at && document.getElementById(at.id)?.querySelectorAll(at.kind)[at.index];
    document.querySelector('main').replaceChildren(...next.querySelector('main').childNodes);
    document.title = next.title;
    document.querySelector('link[rel=icon]').href = next.querySelector('link[rel=icon]').href;
    document.documentElement.dataset.state = next.documentElement.dataset.state;
    reach();
    for (const at of open) {
      const details = find(at);
      if (details) {
        details.open = true;
      }
    }
    const last = find(focus);
    if (focus?.kind === 'li') {
      go(last.parentNode.lastElementChild, last);
    } else {
      last?.focus({ preventScroll: true });
    }
  };
  const refresh = async () => {
    asked = Date.now();
    try {
      const answer = await fetch(location.href, { cache: 'no-cache', signal: AbortSignal.timeout(20000) });
      if (!answer.ok) {
        throw new Error(answer.status);
      }
      const body = await answer.text();
      if (answer.headers.get('ETag') !== tag || tag === null) {
        const next = new DOMParser().parseFromString(body, 'text/html');
        if (next.querySelector('style')?.textContent !== document.querySelector('style').textContent) {
          location.reload();
          return;
        }
        // Do not replace text that a reader is selecting; the next round updates the page.
        if (getSelection().isCollapsed) {
          swap(next);
          tag = answer.headers.get('ETag');
        }
      }
      seen = Date.now();
      stale.hidden = true;
    } catch {
      stale.hidden = false;
    }
    tick();
  };

  const look = () => {
    if (!document.hidden && Date.now() - asked >= every) {
      refresh();
    }
  };
  document.addEventListener('visibilitychange', look);
  setInterval(look, 1000);
  setInterval(tick, 5000);
  reach();
  tick();
})();
