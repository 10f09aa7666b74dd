// A realm of its own, without guards.
// blast: callback
// profile: standard
if (typeof ShadowRealm !== 'undefined') new ShadowRealm().evaluate('for (;;);');
