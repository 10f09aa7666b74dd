// The same within `replace`.
// blast: session
// codes: script_timeout
('a'.repeat(50) + 'b').replace(/(a|aa)+$/g, '');
