'use strict';
(globals => {
  const messages = /*messages*/;
  const formats = /*formats*/;
  const has = (object, name) => Object.prototype.hasOwnProperty.call(object, name);
  const inContext = (context, id) => context + '\u0004' + id;

  // A later script of the same kind adds to the existing functions, for example when two packages are loaded one by one.
  const django = globals.django = globals.django || {};
  django.language = /*language*/;
  django.catalog = Object.assign(django.catalog || {}, messages);
  django.formats = Object.assign(django.formats || {}, formats);

  django.pluralidx = n => {
    const form = /*plural*/;
    return typeof form === 'boolean' ? Number(form) : form;
  };
  django.gettext = id => {
    const found = has(django.catalog, id) ? django.catalog[id] : id;
    return Array.isArray(found) ? found[0] : found;
  };
  django.ngettext = (singular, plural, count) => {
    const found = has(django.catalog, singular) ? django.catalog[singular] : null;
    return found === null ? (Number(count) === 1 ? singular : plural)
      : Array.isArray(found) ? found[django.pluralidx(Number(count))]
      : found;
  };
  django.gettext_noop = id => id;
  django.pgettext = (context, id) => {
    const key = inContext(context, id);
    return has(django.catalog, key) ? django.gettext(key) : id;
  };
  django.npgettext = (context, singular, plural, count) => {
    const key = inContext(context, singular);
    return has(django.catalog, key) ? django.ngettext(key, inContext(context, plural), count)
      : Number(count) === 1 ? singular : plural;
  };
  django.interpolate = (text, values, named) => {
    let next = 0;
    return named
      ? text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]))
      : text.replace(/%s/g, () => String(values[next++]));
  };
  django.get_format = name => has(django.formats, name) ? django.formats[name] : name;

  for (const name of ['pluralidx', 'gettext', 'ngettext', 'gettext_noop', 'pgettext', 'npgettext', 'interpolate', 'get_format']) {
    globals[name] = django[name];
  }
})(globalThis);
