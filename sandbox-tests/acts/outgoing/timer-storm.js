// Timers that are always due: the relay host is asked to wake the script without a pause.
// blast: session
// codes: script_timeout script_cpu
// lasts: 1000
const again = () => setTimeout(again, 0);
for (let i = 0; i < 100; i++) again();
