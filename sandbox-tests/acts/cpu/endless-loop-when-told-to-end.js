// A loop without end in the last callback: the session ends all the same, with its operator's reason.
// blast: session
// codes: session_terminated
// runs in: onProcessTerminate
for (;;);
