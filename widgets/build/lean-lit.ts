import type { Plugin } from 'vite';

/** In a file of Lit: what is there -> what is left of it. */
type Cut = readonly [found: string | RegExp, left: string];

const CUTS: Record<string, readonly Cut[]> = {
  // Every browser that understands our syntax has constructable style sheets.
  'css-tag': [
    [/e=t\.ShadowRoot&&.*?prototype,s=Symbol/, 's=Symbol'],
    [/if\(e\)(s\.adoptedStyleSheets=.*?);else for.*?(?=\},c=)/, '$1'],
    [/c=e\?(t=>t):.*?;export/, 'c=$1;export'],
    [/if\((this\._\$cssResult\$=!0),o!==s\).*?;/, '$1;'],
    [/if\(e&&void 0===t\)\{/, 'if(void 0===t){'],
    ['c as getCompatibleStyle,e as supportsAdoptingStyleSheets', 'c as getCompatibleStyle'],
    // Each of our sheets is made once, and none has a value put in.
    [
      /get styleSheet\(\)\{.*?return t\}toString/,
      'get styleSheet(){return this.o||(this.o=new CSSStyleSheet).replaceSync(this.cssText),this.o}toString',
    ],
    [/const o=1===t\.length\?t\[0\]:.*?;return new n\(o,t,s\)/, 'return new n(t[0])'],
    [/,o=new WeakMap;/, ';'],
  ],
  'reactive-element': [
    [',supportsAdoptingStyleSheets,', ','],
    // No property of ours is written back to an attribute, none is read from JSON, and decorators there are none.
    [/toAttribute\(t,s\)\{.*?return t\},from/, 'from'],
    [/case Object:case Array:try.*?(?=\}return i)/, ''],
    [/static addInitializer.*?\}(?=static get)/, ''],
    [/void 0!==t\.l&&\(this\.l=\[\.\.\.t\.l\]\),/, ''],
    [/,this\.constructor\.l\?\.forEach\(t=>t\(this\)\)/, ''],
    [/const t=this\[Symbol\.metadata\];.*?(?=this\._\$Eh=new Map)/, ''],
    [/Symbol\.metadata\?\?=[^,]*,\w+\.litPropertyMetadata\?\?=new WeakMap;/, ''],
    [/_\$ET\(t,s\)\{.*?(?=_\$AK)/, ''],
    ['void 0!==e&&this._$Em!==e', 'void 0!==e'],
    [/this\._\$Em=e;const r=(.*?);this\[e\]=.*?,this\._\$Em=null/, 'this[e]=$1'],
    [',this._$Em=null', ''],
    [/"function"==typeof t\.converter\?.*?:u;/, 'u;'],
    [/\|\|i\.useDefault&&.*?(?=\)\)return;this\.C)/, ''],
    [
      /C\(t,s,\{.*?(?=\}async _\$EP)/,
      'C(t,s,{wrapped:h},r){this._$AL.has(t)||(this.hasUpdated||(s=void 0),this._$AL.set(t,s))',
    ],
    ['this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),', ''],
    [',reflect:!1,useDefault:!1', ''],
    [/removeController\(t\)\{.*?\}/, ''],
    // Every accessor is Lit's own, and nobody waits for more than an update.
    [
      /(s\.state&&\(s\.attribute=!1\)),this\._\$Ei\(\),this\.prototype\.hasOwnProperty\(t\)&&\(\(s=Object\.create\(s\)\)\.wrapped=!0\),/,
      '$1,',
    ],
    [
      /const i=Symbol\(\),h=this\.getPropertyDescriptor\(t,i,s\);void 0!==h&&e\(this\.prototype,t,h\)/,
      'e(this.prototype,t,this.getPropertyDescriptor(t,Symbol(),s))',
    ],
    [
      /const\{get:e,set:r\}=h\(this\.prototype,t\).*?\};return\{get:e,set\(s\)\{const h=e\?\.call\(this\);r\?\.call\(this,s\),/,
      'return{get(){return this[s]},set(e){const h=this[s];this[s]=e,',
    ],
    [/const t=this\.constructor\.elementProperties;if\(t\.size>0\).*?(?=\}let t=!1)/, ''],
    [/,\{wrapped:h\},r\)/, ')'],
    ['this.C(t,s,i)', 'this.C(t,s)'],
    ['(a.reactiveElementVersions??=[]).push("2.1.2")', '0'],
    [/const t=this\.scheduleUpdate\(\);return null!=t&&await t,/, 'this.performUpdate();return '],
    [/scheduleUpdate\(\)\{.*?\}/, ''],
    [/t=this\.shouldUpdate\(s\),t\?\((.*?)\):this\._\$EM\(\)\}catch/, 't=!0,$1}catch'],
    [/shouldUpdate\(t\)\{.*?\}/, ''],
    [/return this\.getUpdateComplete\(\)\}getUpdateComplete\(\)\{/, ''],
    [/\bd\(("\w+")\)/g, '$1'],
    [/static finalizeStyles\(s\)\{.*?return i\}/, 'static finalizeStyles(s){return[s??[]].flat(1/0)}'],
    [/,c=a\.trustedTypes,l=.*?"",/, ','],
    ['(i.hasChanged??f)(h,s)', 'f(h,s)'],
    [',hasChanged:f', ''],
    [/s\.noAccessor\|\||!s\.noAccessor/, '1'],
    [
      /const t=i\.getPropertyOptions\(e\),h=u;this\[e\]=h\.from/,
      'const t=i.getPropertyOptions(e);this[e]=u.from',
    ],
    ['attribute:!0,type:String,converter:u', 'type:String'],
    [/,i\?\?=r\.getPropertyOptions\(t\)|i\?\?=r\.getPropertyOptions\(t\),/, ''],
    [/const r=this\.constructor;if/, 'if'],
    ['requestUpdate(t,s,i,e=!1,h)', 'requestUpdate(t,s)'],
    ['if(!1===e&&(h=this[t]),', 'if('],
    ['f(h,s)', 'f(this[t],s)'],
    ['this.requestUpdate(t,h,i)', 'this.requestUpdate(t,h)'],
    [/const t=this\.properties,s=\[\.\.\.r\(t\),\.\.\.o\(t\)\];/, 'const t=this.properties,s=r(t);'],
  ],
  'lit-html': [
    // Only whole elements are templates here, and no binding stands in a comment or in the text of a <textarea>.
    [/,l=2===i\?"<svg>".*?"",c=v/, ',l="",c=v'],
    [/\+\(2===i\?"<\/svg>".*?:""\)/, ''],
    [/,2===i\|\|3===i\)\{.*?\}for/, ');for'],
    [/if\(y\.test\(r\.tagName\)\)\{.*?\}\}\}else if\(8/, '}else if(8'],
    [/else\{let t=-1;for\(;-1!==.*?\}l\+\+/, 'l++'],
    [/\(y\.test\(u\[2\]\)&&\(n=RegExp\("<\/"\+u\[2\],"g"\)\),c=p\)/, '(c=p)'],
    ['c=n??v', 'c=v'],
    ['(c=p,n=void 0)', '(c=p)'],
    // Compiled templates and bindings on an element itself are for others.
    [/e="number"==typeof s\?(.*?):\(void 0===s\.el.*?\),s\);/, 'e=$1;'],
    ['}else t.startsWith(o)&&(d.push({type:6,index:l}),r.removeAttribute(t))', '}'],
    [
      /2===r\.type\?i=(new k\(.*?\)):1===r\.type\?i=(new r\.ctor\(.*?\)):.*?,this\._\$AV/,
      'i=2===r.type?$1:$2,this._$AV',
    ],
    // Of what directives may borrow, ours take this.
    [/class Z\{.*?(?=const j)/, ''],
    [/const j=\{.*?\}/, 'const j={I:k}'],
    [/get startNode\(\).*?(?=_\$AI)/, ''],
    [/get parentNode\(\)\{return this\._\$AM\.parentNode\}get _\$AU\(\)\{.*?\}(?=u\(t\))/, ''],
    [/\(t\?\.creationScope\?\?l\)/, 'l'],
    [/e=s\?\.renderBefore\?\?i;/, 'e=i;'],
    // No directive of ours waits, stands in an attribute or wants to know that its place has left the page.
    [/,this\._\$Cv=e\?\.isConnected\?\?!0/, ''],
    ['return this._$AM?._$AU??this._$Cv', 'return this._$AM?._$AU'],
    [/this\._\$AP\?\.\(!1,!0,s\);/, ';'],
    [/setConnected\(t\)\{.*?\}\}(?=class H)/, '}'],
    [
      /(get tagName\(\).*?)get _\$AU\(\)\{return this\._\$AM\._\$AU\}constructor\(t,i,s,e,h\)/,
      'constructor(t,i,s,e,h)',
    ],
    // Nobody asks what kind of attribute a part is, or what hangs on it.
    [/constructor\(\)\{super\(\.\.\.arguments\),this\.type=3\}/, ''],
    [/constructor\(\)\{super\(\.\.\.arguments\),this\.type=4\}/, ''],
    [/constructor\(t,i,s,e,h\)\{super\(t,i,s,e,h\),this\.type=5\}/, ''],
    [/this\.type=1,(this\._\$AH=A),this\._\$AN=void 0/, '$1'],
    [/(this\._\$AH=A),this\._\$AN=void 0/, '$1'],
    [/(this\._\$AV=\[\]),this\._\$AN=void 0/, '$1'],
    // Listeners are functions, without options.
    [
      /const s=this\._\$AH,e=t===A&&s!==A\|\|.*?this\._\$AH=t\}(?=handleEvent)/,
      'this._$AH===A?t!==A&&this.element.addEventListener(this.name,this):t===A&&this.element.removeEventListener(this.name,this),this._$AH=t}',
    ],
    [/"function"==typeof this\._\$AH\?(this\._\$AH\.call\(.*?\)):.*?\}/, '$1}'],
  ],
  'lit-element': [
    [/this\.hasUpdated\|\|\(this\.renderOptions\.isConnected=this\.isConnected\),/, ''],
    [/connectedCallback\(\)\{.*?setConnected\(!1\)\}/, ''],
    ['i._$litElement$=!0,', ''],
    [/\(s\.litElementVersions\?\?=\[\]\)\.push\("4\.2\.2"\)/, '0'],
  ],
};

/**
 * Lit's long sentences are for whoever writes a widget, and tests run with the Lit that says them. Its hooks for old
 * browsers and for pages that a server has rendered have nobody who would use them here, nor has what CUTS names.
 *
 * @throws Error when a cut finds nothing any more: another version of Lit
 */
export function leanLit(): Plugin {
  return {
    name: 'lean-lit',
    transform: {
      filter: { id: /node_modules[\\/].*[\\/](lit-html|lit-element|reactive-element|css-tag)\.js$/ },
      handler(code, id) {
        let lean = code
          .replace(/throw Error\([^)]*\)/g, 'throw Error("lit")')
          .replace(/\b\w+\.\w+(PolyfillSupport|HydrateSupport)\b/g, '(void 0)');
        for (const [found, left] of CUTS[/([\w-]+)\.js$/.exec(id)![1]!]!) {
          const cut = lean.replace(found, left);
          if (cut === lean) throw new Error(`${id} has nothing like ${found}`);
          lean = cut;
        }
        return { code: lean, map: null };
      },
    },
  };
}
