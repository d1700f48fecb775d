"""The forms of verbs: base, third person, past, participle, -ing.

Made by `python -m tests.training.verb_forms`.
"""

TABLE = """
abandon: abandons abandoned abandoned abandoning; accept: accepts accepted accepted accepting; achieve: achieves
achieved achieved achieving; acknowledge: acknowledges acknowledged acknowledged acknowledging; act: acts acted
acted acting; add: adds added added adding; adjourn: adjourns adjourned adjourned adjourning; admit: admits admitted
admitted admitting; adopt: adopts adopted adopted adopting; affect: affects affected affected affecting; agree:
agrees agreed agreed agreeing; aim: aims aimed aimed aiming; air: airs aired aired airing; allow: allows allowed
allowed allowing; amend: amends amended amended amending; announce: announces announced announced announcing;
answer: answers answered answered answering; apologise: apologises apologised apologised apologising; appear:
appears appeared appeared appearing; apply: applies applied applied applying; appoint: appoints appointed appointed
appointing; appreciate: appreciates appreciated appreciated appreciating; approach: approaches approached approached
approaching; approve: approves approved approved approving; argue: argues argued argued arguing; arrange: arranges
arranged arranged arranging; arrive: arrives arrived arrived arriving; ask: asks asked asked asking; aspire: aspires
aspired aspired aspiring; assign: assigns assigned assigned assigning; assume: assumes assumed assumed assuming;
attend: attends attended attended attending; authorise: authorises authorised authorised authorising; avoid: avoids
avoided avoided avoiding; back: backs backed backed backing; ballot: ballots balloted balloted balloting; bat: bats
batted batted batting; be: is was been being; bear: bears bore born bearing; beat: beats beat beaten beating;
become: becomes became become becoming; beg: begs begged begged begging; begin: begins began begun beginning;
believe: believes believed believed believing; belong: belongs belonged belonged belonging; bin: bins binned binned
binning; blame: blames blamed blamed blaming; bless: blesses blessed blessed blessing; block: blocks blocked blocked
blocking; blow: blows blew blown blowing; book: books booked booked booking; boot: boots booted booted booting;
borrow: borrows borrowed borrowed borrowing; bother: bothers bothered bothered bothering; bottom: bottoms bottomed
bottomed bottoming; bounce: bounces bounced bounced bouncing; break: breaks broke broken breaking; breeze: breezes
breezed breezed breezing; brief: briefs briefed briefed briefing; bring: brings brought brought bringing; brush:
brushes brushed brushed brushing; build: builds built built building; bump: bumps bumped bumped bumping; burn: burns
burned burned burning burnt; buy: buys bought bought buying; call: calls called called calling; cancel: cancels
cancelled cancelled cancelling; canvass: canvasses canvassed canvassed canvassing; care: cares cared cared caring;
carry: carries carried carried carrying; catch: catches caught caught catching; cause: causes caused caused causing;
chair: chairs chaired chaired chairing; change: changes changed changed changing; charge: charges charged charged
charging; chase: chases chased chased chasing; chat: chats chatted chatted chatting; check: checks checked checked
checking; chew: chews chewed chewed chewing; choose: chooses chose chosen choosing; chuck: chucks chucked chucked
chucking; circulate: circulates circulated circulated circulating; claim: claims claimed claimed claiming; clean:
cleans cleaned cleaned cleaning; clear: clears cleared cleared clearing; click: clicks clicked clicked clicking;
climb: climbs climbed climbed climbing; close: closes closed closed closing; collapse: collapses collapsed collapsed
collapsing; collect: collects collected collected collecting; come: comes came come coming; comment: comments
commented commented commenting; commit: commits committed committed committing; compare: compares compared compared
comparing; complain: complains complained complained complaining; complete: completes completed completed
completing; concern: concerns concerned concerned concerning; conclude: concludes concluded concluded concluding;
confirm: confirms confirmed confirmed confirming; confuse: confuses confused confused confusing; connect: connects
connected connected connecting; consider: considers considered considered considering; consist: consists consisted
consisted consisting; consult: consults consulted consulted consulting; contact: contacts contacted contacted
contacting; contain: contains contained contained containing; continue: continues continued continued continuing;
contribute: contributes contributed contributed contributing; control: controls controlled controlled controlling;
convene: convenes convened convened convening; cook: cooks cooked cooked cooking; copy: copies copied copied
copying; correct: corrects corrected corrected correcting; cost: costs cost cost costing; count: counts counted
counted counting; cover: covers covered covered covering; crack: cracks cracked cracked cracking; create: creates
created created creating; cross: crosses crossed crossed crossing; cry: cries cried cried crying; cut: cuts cut cut
cutting; cycle: cycles cycled cycled cycling; date: dates dated dated dating; deal: deals dealt dealt dealing;
debate: debates debated debated debating; decide: decides decided decided deciding; declare: declares declared
declared declaring; decline: declines declined declined declining; defeat: defeats defeated defeated defeating;
defer: defers deferred deferred deferring; delay: delays delayed delayed delaying; delegate: delegates delegated
delegated delegating; deliberate: deliberates deliberated deliberated deliberating; deliver: delivers delivered
delivered delivering; demand: demands demanded demanded demanding; deny: denies denied denied denying; depend:
depends depended depended depending; describe: describes described described describing; deserve: deserves deserved
deserved deserving; design: designs designed designed designing; destroy: destroys destroyed destroyed destroying;
develop: develops developed developed developing; dial: dials dialed dialled dialing; diarise: diarises diarised
diarised diarising; die: dies died died dying; dig: digs dug dug digging; disagree: disagrees disagreed disagreed
disagreeing; disappear: disappears disappeared disappeared disappearing; discover: discovers discovered discovered
discovering; discuss: discusses discussed discussed discussing; dismiss: dismisses dismissed dismissed dismissing;
dissolve: dissolves dissolved dissolved dissolving; distribute: distributes distributed distributed distributing;
do: does did done doing; double: doubles doubled doubled doubling; doubt: doubts doubted doubted doubting; draft:
drafts drafted drafted drafting; drag: drags dragged dragged dragging; draw: draws drew drawn drawing; dream: dreams
dreamed dreamed dreaming dreamt; drink: drinks drank drunk drinking; drip: drips dripped dripped dripping; drive:
drives drove driven driving; drop: drops dropped dropped dropping; eat: eats ate eaten eating; edit: edits edited
edited editing; email: emails emailed emailed emailing; empower: empowers empowered empowered empowering; empty:
empties emptied emptied emptying; enable: enables enabled enabled enabling; encourage: encourages encouraged
encouraged encouraging; end: ends ended ended ending; endorse: endorses endorsed endorsed endorsing; engage: engages
engaged engaged engaging; enjoy: enjoys enjoyed enjoyed enjoying; enrol: enrols enrolled enrolled enrolling; ensure:
ensures ensured ensured ensuring; enter: enters entered entered entering; entrust: entrusts entrusted entrusted
entrusting; escape: escapes escaped escaped escaping; establish: establishes established established establishing;
exist: exists existed existed existing; expect: expects expected expected expecting; explain: explains explained
explained explaining; explore: explores explored explored exploring; express: expresses expressed expressed
expressing; extend: extends extended extended extending; face: faces faced faced facing; facilitate: facilitates
facilitated facilitated facilitating; fail: fails failed failed failing; fall: falls fell fallen falling; feed:
feeds fed fed feeding; feel: feels felt felt feeling; fetch: fetches fetched fetched fetching; fight: fights fought
fought fighting; figure: figures figured figured figuring; file: files filed filed filing; fill: fills filled filled
filling; finalise: finalises finalised finalised finalising; find: finds found found finding; finish: finishes
finished finished finishing; firm: firms firmed firmed firming; fit: fits fit fitted fitting; fix: fixes fixed fixed
fixing; flag: flags flagged flagged flagging; flood: floods flooded flooded flooding; fly: flies flew flown flying;
fold: folds folded folded folding; follow: follows followed followed following; forget: forgets forgot forgotten
forgetting; forgive: forgives forgave forgiven forgiving; form: forms formed formed forming; formalise: formalises
formalised formalised formalising; forward: forwards forwarded forwarded forwarding; freeze: freezes froze frozen
freezing; gather: gathers gathered gathered gathering; get: gets got gotten getting gotten; give: gives gave given
giving; go: goes went gone going; grab: grabs grabbed grabbed grabbing; grant: grants granted granted granting;
grow: grows grew grown growing; guess: guesses guessed guessed guessing; guide: guides guided guided guiding;
hammer: hammers hammered hammered hammering; hand: hands handed handed handing; handle: handles handled handled
handling; hang: hangs hung hung hanging; happen: happens happened happened happening; hate: hates hated hated
hating; have: has had had having; head: heads headed headed heading; hear: hears heard heard hearing; help: helps
helped helped helping; hide: hides hid hidden hiding; hit: hits hit hit hitting; hold: holds held held holding;
hope: hopes hoped hoped hoping; host: hosts hosted hosted hosting; hurry: hurries hurried hurried hurrying; hurt:
hurts hurt hurt hurting; identify: identifies identified identified identifying; ignore: ignores ignored ignored
ignoring; imagine: imagines imagined imagined imagining; improve: improves improved improved improving; include:
includes included included including; increase: increases increased increased increasing; inform: informs informed
informed informing; insist: insists insisted insisted insisting; install: installs installed installed installing;
intend: intends intended intended intending; interest: interests interested interested interesting; interview:
interviews interviewed interviewed interviewing; introduce: introduces introduced introduced introducing; invite:
invites invited invited inviting; involve: involves involved involved involving; iron: irons ironed ironed ironing;
issue: issues issued issued issuing; join: joins joined joined joining; judge: judges judged judged judging; jump:
jumps jumped jumped jumping; keen: keens keened keened keening; keep: keeps kept kept keeping; kibosh: kiboshes
kiboshed kiboshed kiboshing; kick: kicks kicked kicked kicking; kill: kills killed killed killing; knock: knocks
knocked knocked knocking; know: knows knew known knowing; lack: lacks lacked lacked lacking; land: lands landed
landed landing; last: lasts lasted lasted lasting; laugh: laughs laughed laughed laughing; launch: launches launched
launched launching; lay: lays laid laid laying; lead: leads led led leading; leaflet: leaflets leafleted leafleted
leafleting; leak: leaks leaked leaked leaking; learn: learns learned learned learning learnt; leave: leaves left
left leaving; lend: lends lent lent lending; let: lets let let letting; lie: lies lay lain lying; lift: lifts lifted
lifted lifting; like: likes liked liked liking; link: links linked linked linking; list: lists listed listed
listing; listen: listens listened listened listening; live: lives lived lived living; load: loads loaded loaded
loading; lock: locks locked locked locking; log: logs logged logged logging; look: looks looked looked looking;
lose: loses lost lost losing; love: loves loved loved loving; mail: mails mailed mailed mailing; make: makes made
made making; making: makings makinged makinged makinging; manage: manages managed managed managing; mandate:
mandates mandated mandated mandating; mark: marks marked marked marking; match: matches matched matched matching;
matter: matters mattered mattered mattering; mean: means meant meant meaning; measure: measures measured measured
measuring; meet: meets met met meeting; mend: mends mended mended mending; mention: mentions mentioned mentioned
mentioning; message: messages messaged messaged messaging; mind: minds minded minded minding; miss: misses missed
missed missing; mix: mixes mixed mixed mixing; moan: moans moaned moaned moaning; monitor: monitors monitored
monitored monitoring; move: moves moved moved moving; mull: mulls mulled mulled mulling; nag: nags nagged nagged
nagging; nail: nails nailed nailed nailing; name: names named named naming; need: needs needed needed needing;
negotiate: negotiates negotiated negotiated negotiating; nod: nods nodded nodded nodding; nominate: nominates
nominated nominated nominating; note: notes noted noted noting; notice: notices noticed noticed noticing; nudge:
nudges nudged nudged nudging; obtain: obtains obtained obtained obtaining; occur: occurs occurred occurred
occurring; offer: offers offered offered offering; ok: oks ok'd ok'd oking; okay: o.k.'s okayed o.k.'d okaying;
open: opens opened opened opening; opt: opts opted opted opting; order: orders ordered ordered ordering; organise:
organises organised organised organising; outvote: outvotes outvoted outvoted outvoting; oversee: oversees oversaw
overseen overseeing; owe: owes owed owed owing; own: owns owned owned owning; pack: packs packed packed packing;
paint: paints painted painted painting; park: parks parked parked parking; part: parts parted parted parting;
participate: participates participated participated participating; pass: passes passed passed passing; pause: pauses
paused paused pausing; pay: pays paid paid paying; pencil: pencils pencilled pencilled pencilling; persuade:
persuades persuaded persuaded persuading; phone: phones phoned phoned phoning; pick: picks picked picked picking;
pilot: pilots piloted piloted piloting; pin: pins pinned pinned pinning; ping: pings pinged pinged pinging; pitch:
pitches pitched pitched pitching; plan: plans planned planned planning; plaster: plasters plastered plastered
plastering; play: plays played played playing; please: pleases pleased pleased pleasing; point: points pointed
pointed pointing; poll: polls polled polled polling; pop: pops popped popped popping; post: posts posted posted
posting; postpone: postpones postponed postponed postponing; pour: pours poured poured pouring; prefer: prefers
preferred preferred preferring; prepare: prepares prepared prepared preparing; present: presents presented presented
presenting; press: presses pressed pressed pressing; pretend: pretends pretended pretended pretending; prevent:
prevents prevented prevented preventing; print: prints printed printed printing; process: processes processed
processed processing; produce: produces produced produced producing; promise: promises promised promised promising;
proof: proofs proofed proofed proofing; propose: proposes proposed proposed proposing; protect: protects protected
protected protecting; prove: proves proved proved proving proven; provide: provides provided provided providing;
publicise: publicises publicised publicised publicising; publish: publishes published published publishing; pull:
pulls pulled pulled pulling; punt: punts punted punted punting; push: pushes pushed pushed pushing; put: puts put
put putting; quash: quashes quashed quashed quashing; question: questions questioned questioned questioning; queue:
queues queued queued queuing; quit: quits quit quitted quitting; quiz: quizzes quizzed quizzed quizzing; quote:
quotes quoted quoted quoting; raise: raises raised raised raising; rate: rates rated rated rating; ratify: ratifies
ratified ratified ratifying; reach: reaches reached reached reaching; reaching: reachings reachinged reachinged
reachinging; read: reads read read reading; realise: realises realised realised realising; recall: recalls recalled
recalled recalling; receive: receives received received receiving; reckon: reckons reckoned reckoned reckoning;
recognise: recognises recognised recognised recognising; recommend: recommends recommended recommended recommending;
record: records recorded recorded recording; recruit: recruits recruited recruited recruiting; reduce: reduces
reduced reduced reducing; refer: refers referred referred referring; reflect: reflects reflected reflected
reflecting; refuse: refuses refused refused refusing; regret: regrets regretted regretted regretting; reject:
rejects rejected rejected rejecting; relate: relates related related relating; release: releases released released
releasing; relist: relists relisted relisted relisting; rely: relies relied relied relying; remain: remains remained
remained remaining; remember: remembers remembered remembered remembering; remind: reminds reminded reminded
reminding; remit: remits remitted remitted remitting; remove: removes removed removed removing; rent: rents rented
rented renting; repair: repairs repaired repaired repairing; repeat: repeats repeated repeated repeating; replace:
replaces replaced replaced replacing; reply: replies replied replied replying; report: reports reported reported
reporting; represent: represents represented represented representing; request: requests requested requested
requesting; require: requires required required requiring; reschedule: reschedules rescheduled rescheduled
rescheduling; rescue: rescues rescued rescued rescuing; resign: resigns resigned resigned resigning; resolve:
resolves resolved resolved resolving; respond: responds responded responded responding; rest: rests rested rested
resting; result: results resulted resulted resulting; resume: resumes resumed resumed resuming; retire: retires
retired retired retiring; return: returns returned returned returning; reveal: reveals revealed revealed revealing;
review: reviews reviewed reviewed reviewing; revise: revises revised revised revising; revisit: revisits revisited
revisited revisiting; reword: rewords reworded reworded rewording; ring: rings rang rung ringing; rise: rises rose
risen rising; rock: rocks rocked rocked rocking; roll: rolls rolled rolled rolling; row: rows rowed rowed rowing;
rubberstamp: rubberstamps rubberstamped rubberstamped rubberstamping; ruin: ruins ruined ruined ruining; run: runs
ran run running; rush: rushes rushed rushed rushing; sack: sacks sacked sacked sacking; sail: sails sailed sailed
sailing; sanction: sanctions sanctioned sanctioned sanctioning; save: saves saved saved saving; say: says said said
saying; scan: scans scanned scanned scanning; schedule: schedules scheduled scheduled scheduling; score: scores
scored scored scoring; scrap: scraps scrapped scrapped scrapping; scrutinise: scrutinises scrutinised scrutinised
scrutinising; scupper: scuppers scuppered scuppered scuppering; search: searches searched searched searching;
secure: secures secured secured securing; see: sees saw seen seeing; seek: seeks sought sought seeking; seem: seems
seemed seemed seeming; select: selects selected selected selecting; sell: sells sold sold selling; send: sends sent
sent sending; separate: separates separated separated separating; serve: serves served served serving; set: sets set
set setting; settle: settles settled settled settling; shake: shakes shook shaken shaking; share: shares shared
shared sharing; shelve: shelves shelved shelved shelving; shift: shifts shifted shifted shifting; shoot: shoots shot
shot shooting; shorten: shortens shortened shortened shortening; shout: shouts shouted shouted shouting; shove:
shoves shoved shoved shoving; show: shows showed shown showing; shunt: shunts shunted shunted shunting; shut: shuts
shut shut shutting; sign: signs signed signed signing; simplify: simplifies simplified simplified simplifying; sit:
sits sat sat sitting; sitting: sittings sittinged sittinged sittinging; skip: skips skipped skipped skipping; sleep:
sleeps slept slept sleeping; slide: slides slid slid sliding; slip: slips slipped slipped slipping; smell: smells
smelled smelt smelling; snooze: snoozes snoozed snoozed snoozing; soften: softens softened softened softening;
solve: solves solved solved solving; sort: sorts sorted sorted sorting; sound: sounds sounded sounded sounding;
speak: speaks spoke spoken speaking; spell: spells spelled spelt spelling spelt; spend: spends spent spent spending;
spike: spikes spiked spiked spiking; split: splits split split splitting; spread: spreads spread spread spreading;
staff: staffs staffed staffed staffing; stall: stalls stalled stalled stalling; stamp: stamps stamped stamped
stamping; stand: stands stood stood standing; start: starts started started starting; state: states stated stated
stating; stay: stays stayed stayed staying; steal: steals stole stolen stealing; step: steps stepped stepped
stepping; stick: sticks stuck stuck sticking; stop: stops stopped stopped stopping; store: stores stored stored
storing; strengthen: strengthens strengthened strengthened strengthening; stretch: stretches stretched stretched
stretching; struggle: struggles struggled struggled struggling; study: studies studied studied studying; submit:
submits submitted submitted submitting; succeed: succeeds succeeded succeeded succeeding; suffer: suffers suffered
suffered suffering; suggest: suggests suggested suggested suggesting; suit: suits suited suited suiting; supply:
supplies supplied supplied supplying; support: supports supported supported supporting; suppose: supposes supposed
supposed supposing; surprise: surprises surprised surprised surprising; survey: surveys surveyed surveyed surveying;
suspend: suspends suspended suspended suspending; swap: swaps swapped swapped swapping; switch: switches switched
switched switching; table: tables tabled tabled tabling; take: takes took taken taking; talk: talks talked talked
talking; target: targets targeted targeted targeting; task: tasks tasked tasked tasking; teach: teaches taught
taught teaching; tell: tells told told telling; tend: tends tended tended tending; test: tests tested tested
testing; text: texts texted texted texting; thank: thanks thanked thanked thanking; think: thinks thought thought
thinking; thrash: thrashes thrashed thrashed thrashing; threaten: threatens threatened threatened threatening;
throw: throws threw thrown throwing; tick: ticks ticked ticked ticking; tidy: tidies tidied tidied tidying; tie:
ties tied tied tying; time: times timed timed timing; touch: touches touched touched touching; toy: toys toyed toyed
toying; train: trains trained trained training; transfer: transfers transferred transferred transferring; translate:
translates translated translated translating; travel: travels travelled travelled travelling; treat: treats treated
treated treating; trial: trials trialed trialed trialing; trust: trusts trusted trusted trusting; try: tries tried
tried trying; tune: tunes tuned tuned tuning; turn: turns turned turned turning; tweak: tweaks tweaked tweaked
tweaking; type: types typed typed typing; understand: understands understood understood understanding; undo: undoes
undid undone undoing; unveil: unveils unveiled unveiled unveiling; update: updates updated updated updating; upload:
uploads uploaded uploaded uploading; use: uses used used using; vary: varies varied varied varying; veto: vetoes
vetoed vetoed vetoing; view: views viewed viewed viewing; visit: visits visited visited visiting; volunteer:
volunteers volunteered volunteered volunteering; vote: votes voted voted voting; wait: waits waited waited waiting;
walk: walks walked walked walking; want: wants wanted wanted wanting; warn: warns warned warned warning; wash:
washes washed washed washing; waste: wastes wasted wasted wasting; watch: watches watched watched watching; wave:
waves waved waved waving; wear: wears wore worn wearing; weigh: weighs weighed weighed weighing; welcome: welcomes
welcomed welcomed welcoming; whizz: whizzes whizzed whizzed whizzing; win: wins won won winning; wish: wishes wished
wished wishing; withdraw: withdraws withdrew withdrawn withdrawing; wonder: wonders wondered wondered wondering;
work: works worked worked working; worry: worries worried worried worrying; wrap: wraps wrapped wrapped wrapping;
write: writes wrote written writing; yell: yells yelled yelled yelling; zoom: zooms zoomed zoomed zooming
"""
