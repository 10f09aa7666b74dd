// The same within `split`.
// blast: session
// codes: script_timeout
('a'.repeat(50) + 'b').split(/(?:a|a?)+$/);
