// Health checks that are never answered.
// blast: callback
// runs in: onHealthCheck
return new Promise(() => {});
