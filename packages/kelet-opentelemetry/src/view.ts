/**
 * A view of a finished span with some of its fields changed. The span itself stays as it is, since other processors may
 * hold it. Like a span, the view can be changed, and copied with its own fields.
 */
export function withFields<S extends object>(span: S, changed: object): S {
  return Object.assign(Object.create(Object.getPrototypeOf(span)), span, changed);
}
