// Arithmetic of integers without bounds, which V8 does in one step.
// blast: worker
// profile: standard
let n = 3n;
for (let i = 0; i < 30; i++) n *= n;
kept.push(n.toString());
