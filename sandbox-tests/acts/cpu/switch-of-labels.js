// A labelled loop that always goes on with the outer one.
// blast: session
// codes: script_timeout
outer: for (;;) for (;;) continue outer;
