//! The texts of the help in Swedish, by their English: the one list. A text that it lacks, and one that the help no longer
//! has, fail a test.

/// English and Swedish.
pub(super) const TEXTS: &[(&str, &str)] = &[
    // The program and its commands.
    (
        "Recommends handover targets and validates handovers by a rule set in YAML",
        "Rekommenderar mottagare och bedömer överlämningar efter en regeluppsättning i YAML",
    ),
    (
        "Check a rule set: report every fault of every file, with its place and remedy",
        "Granska en regeluppsättning: visa varje fel i varje fil, med plats och hur det rättas",
    ),
    (
        "Find gaps, contradictions, dead and redundant rules, and rules that break on a coming day",
        "Hitta luckor, motsägelser, döda och onödiga regler, och regler som brister en kommande dag",
    ),
    ("Run the tests beside the rules", "Kör testerna som ligger bredvid reglerna"),
    ("Recommend a receiver for a case", "Rekommendera en mottagare för ett ärende"),
    ("Validate a handover", "Bedöm en överlämning"),
    (
        "Explain the answer to a case, or a code of a diagnostic",
        "Förklara svaret på ett ärende, eller koden för ett fel",
    ),
    (
        "Compare two rule sets: list all changes of answers, also for recorded cases",
        "Jämför två regeluppsättningar: visa varje svar som ändras, också för sparade ärenden",
    ),
    (
        "Compile a rule set to a file that loads instantly, for `--compiled`",
        "Kompilera en regeluppsättning till en fil som läses in genast, för `--compiled`",
    ),
    ("Print the compiled forms of a rule set", "Skriv ut en regeluppsättnings kompilerade former"),
    (
        "Show the statements of the governing documents, the rules that implement them, and what has expired",
        "Visa vad de styrande dokumenten säger, vilka regler som bär det, och vad som har gått ut",
    ),
    (
        "Render the rules as a document: routing table, methods, checks, steps, states",
        "Visa reglerna som ett dokument: vart ärenden ska, metoder, kontroller, steg, tillstånd",
    ),
    (
        "Create a folder with a small rule set to start from",
        "Skapa en mapp med en liten regeluppsättning att börja med",
    ),
    (
        "Print a JSON Schema of rule set files, or of requests, answers and reports",
        "Skriv ut ett JSON-schema för regelfiler, eller för frågor, svar och rapporter",
    ),
    ("Serve answers over HTTP", "Svara på frågor över HTTP"),
    ("Create keys for clients of the service", "Skapa nycklar för tjänstens klienter"),
    (
        "Create a key for a client: the key is shown once, and its line is added to the file of keys",
        "Skapa en nyckel för en klient: nyckeln visas en gång, och dess rad läggs till i filen med nycklar",
    ),
    ("Print completions for a shell", "Skriv ut komplettering för ett kommandoskal"),
    (
        "Print this message or the help of the given subcommand(s)",
        "Visa den här hjälpen, eller hjälpen för ett kommando",
    ),
    ("Print help", "Visa hjälp"),
    ("Print version", "Visa version"),
    // Options of every command.
    ("Options of every command", "Flaggor som alla kommandon har"),
    (
        "Folder of the rule set [default: the built-in one, of instruction 09-878366]",
        "Mapp med regeluppsättningen [förval: den inbyggda, av instruktion 09-878366]",
    ),
    (
        "Compiled file to read instead of the rules; with --rules, it must be compiled from them",
        "Kompilerad fil att läsa i stället för reglerna; med --rules måste den vara kompilerad ur dem",
    ),
    (
        "Day of answers to requests that name none [default: today]",
        "Dag för svar på frågor som inte anger någon [förval: i dag]",
    ),
    (
        "Language [default: the locale's for text, the rule set's first for JSON]",
        "Språk [förval: miljöns för text, regeluppsättningens första för JSON]",
    ),
    ("Swedish", "Svenska"),
    ("English", "Engelska"),
    ("Output format", "Form på svaret"),
    ("Plain text for people", "Löpande text för människor"),
    ("JSON for programs", "JSON för program"),
    ("SARIF 2.1.0, for code scanning tools", "SARIF 2.1.0, för verktyg som granskar kod"),
    ("Annotations for GitHub workflows", "Anmärkningar för flöden i GitHub"),
    ("JUnit XML, for build servers", "JUnit-XML, för byggservrar"),
    ("Graphviz DOT", "Graphviz DOT"),
    ("Markdown, to paste into a document", "Markdown, att klistra in i ett dokument"),
    ("A self-contained HTML page", "En fristående HTML-sida"),
    ("Colour in diagnostics", "Färg i felmeddelanden"),
    ("On a terminal, unless `NO_COLOR` is set", "På en terminal, om inte `NO_COLOR` är satt"),
    ("Always", "Alltid"),
    ("Never", "Aldrig"),
    // The case.
    (
        "The case (names may be ids, labels or aliases)",
        "Ärendet (namn kan vara id, benämningar eller andra stavningar)",
    ),
    ("Kind of case", "Ärendetyp"),
    ("Care level of the receiver", "Mottagarens vårdnivå"),
    ("Specialty concerned", "Specialiteten som det gäller"),
    ("Unit concerned", "Mottagningen som det gäller"),
    ("Role that the case first came in to", "Rollen som ärendet först kom in till"),
    ("Priority that the case came in with", "Prioriteten som ärendet kom in med"),
    (
        "The sending unit has accepted the case",
        "Den avsändande mottagningen har tagit emot ärendet",
    ),
    ("Sending unit", "Avsändande mottagning"),
    (
        "Whether sender and receiver have the same care provider [default: by the directory]",
        "Om avsändare och mottagare har samma vårdgivare [förval: enligt katalogen]",
    ),
    (
        "Contact reason, used where the kind of case is left out",
        "Kontaktorsak, som gäller där ärendetypen inte anges",
    ),
    // Arguments of the commands.
    (
        "Folder of the rule set [default: --rules, else the built-in one]",
        "Mapp med regeluppsättningen [förval: --rules, annars den inbyggda]",
    ),
    (
        "Run only tests whose name or file name contains TEXT; may be repeated",
        "Kör bara tester vars namn eller filnamn innehåller TEXT; kan upprepas",
    ),
    ("List passed tests too", "Visa också tester som stämmer"),
    (
        "Report the rules and cells that no test covers, with suggested tests",
        "Visa regler och rutor som inget test täcker, med förslag på tester",
    ),
    (
        "Fail if less of the rules or of their cells is covered",
        "Underkänn om mindre av reglerna eller deras rutor täcks",
    ),
    (
        "Run again whenever a file of the folder changes",
        "Kör igen varje gång en fil i mappen ändras",
    ),
    ("Number of days to analyse, from --at on", "Antal dagar att analysera, från --at"),
    (
        "Least severity of findings that make the exit status 1",
        "Lägsta allvar hos fynd som ger slutstatus 1",
    ),
    ("Errors", "Fel"),
    ("Errors and warnings", "Fel och varningar"),
    ("No finding", "Inga fynd"),
    (
        "File with a case, an array of cases, or one case a line, in JSON; `-` is standard input",
        "Fil med ett ärende, en lista av ärenden, eller ett ärende på varje rad, i JSON; `-` är standard in",
    ),
    (
        "Ask for missing values, the most useful first; starts from the file or the flags",
        "Fråga efter det som saknas, det som säger mest först; börjar med filen eller flaggorna",
    ),
    (
        "File with a handover, an array of them, or one a line, in JSON; `-` is standard input",
        "Fil med en överlämning, en lista av dem, eller en på varje rad, i JSON; `-` är standard in",
    ),
    (
        "Code of a diagnostic, or file with a case in JSON (`-` is standard input)",
        "Koden för ett fel, eller fil med ett ärende i JSON (`-` är standard in)",
    ),
    (
        "Explain what would make this routing rule decide the case",
        "Förklara vad som skulle få den här regeln att avgöra ärendet",
    ),
    (
        "Folder of the old rule set, or REVISION:PATH in git",
        "Mapp med den gamla regeluppsättningen, eller VERSION:SÖKVÄG i git",
    ),
    (
        "Folder of the new rule set, or REVISION:PATH in git",
        "Mapp med den nya regeluppsättningen, eller VERSION:SÖKVÄG i git",
    ),
    (
        "Recorded cases or handovers: one JSON object a line, or CSV whose first line names the fields; `-` is standard input",
        "Sparade ärenden eller överlämningar: ett JSON-objekt på varje rad, eller CSV vars första rad anger fälten; `-` är standard in",
    ),
    ("File to write; an existing one is replaced", "Fil att skriva; en som finns ersätts"),
    ("What to print", "Vad som ska skrivas ut"),
    ("Table [default: all]", "Tabell [förval: alla]"),
    ("The decision tables", "Beslutstabellerna"),
    (
        "The classes of values that no rule distinguishes",
        "Klasserna av värden som ingen regel skiljer åt",
    ),
    ("The decision diagrams", "Beslutsdiagrammen"),
    ("The strategy of each table, and its reason", "Varje tabells strategi, och skälet till den"),
    (
        "Number of days from --at within which expiring documents are reported",
        "Antal dagar från --at inom vilka dokument som går ut visas",
    ),
    (
        "File to write; an existing one is replaced [default: standard output]",
        "Fil att skriva; en som finns ersätts [förval: standard ut]",
    ),
    ("Folder to create", "Mapp att skapa"),
    (
        "Id of the rule set, which every answer carries [default: exempel]",
        "Regeluppsättningens id, som står i varje svar [förval: exempel]",
    ),
    (
        "Title of the rule set [default: that of the example]",
        "Regeluppsättningens titel [förval: exemplets]",
    ),
    (
        "rules, ruleset, vocabulary, directory, routing, handover, procedures, local, invariants, statements, tests; case, recommendation, verdict, explanation, error; handover-request; check-report, analyse-report, test-report, diff-report, sources-report; openapi",
        "rules, ruleset, vocabulary, directory, routing, handover, procedures, local, invariants, statements, tests; case, recommendation, verdict, explanation, error; handover-request; check-report, analyse-report, test-report, diff-report, sources-report; openapi",
    ),
    ("Write every schema to this folder", "Skriv alla scheman till den här mappen"),
    ("Shell", "Kommandoskal"),
    // The service.
    ("Address to listen on", "Adress att lyssna på"),
    (
        "Reload the rules when their files change; rules with faults do not replace those in force",
        "Läs om reglerna när deras filer ändras; regler med fel ersätter inte dem som gäller",
    ),
    (
        "File of keys, written by `handover key new`",
        "Fil med nycklar, skriven av `handover key new`",
    ),
    ("Who may use the service without a key", "Vem som får använda tjänsten utan nyckel"),
    ("Nobody", "Ingen"),
    ("Programs on this machine", "Program på den här datorn"),
    ("Anybody", "Vem som helst"),
    ("Certificate and its chain, in PEM", "Certifikat med kedja, i PEM"),
    ("Private key of the certificate, in PEM", "Certifikatets privata nyckel, i PEM"),
    (
        "Listen beyond this machine without TLS, if something else encrypts the traffic",
        "Lyssna utanför den här datorn utan TLS, om något annat krypterar trafiken",
    ),
    ("Format of the log on standard error", "Form på loggen på standard fel"),
    ("One JSON object a line, for programs", "Ett JSON-objekt på varje rad, för program"),
    ("Log level; `debug` has every request", "Loggnivå; `debug` har varje fråga"),
    ("Faults", "Fel"),
    ("Failed answers too", "Också svar som har misslyckats"),
    ("Changes of the rules too", "Också ändringar av reglerna"),
    ("Every request and connection too", "Också varje fråga och anslutning"),
    ("Limits", "Gränser"),
    ("Bytes of a body, except for streams", "Byte i en kropp, utom för strömmar"),
    (
        "Requests in an array; streams may have any number",
        "Frågor i en lista; strömmar får ha hur många som helst",
    ),
    (
        "Concurrent connections; a new one evicts one that keeps the service waiting",
        "Samtidiga anslutningar; en ny får platsen av en som låter tjänsten vänta",
    ),
    (
        "Bytes of all bodies held at once, except those up to 16 KiB; more get 503",
        "Byte i alla kroppar på en gång, utom dem upp till 16 KiB; fler får 503",
    ),
    (
        "Requests answered concurrently, counted once they have arrived; more get 503",
        "Frågor som besvaras samtidigt, räknade när de har kommit fram; fler får 503",
    ),
    (
        "Concurrent streams, large arrays and checks, each with a thread; more get 503",
        "Samtidiga strömmar, stora listor och granskningar, var och en med en tråd; fler får 503",
    ),
    (
        "Requests a second of a client, by key or address, with bursts of twice as many; 0 is no limit [default: 500, or 0 if the service listens to this machine only]",
        "Frågor i sekunden från en klient, efter nyckel eller adress, tillfälligt dubbelt så många; 0 är ingen gräns [förval: 500, eller 0 om tjänsten bara lyssnar på den här datorn]",
    ),
    (
        "Seconds for the head of a request to arrive, and for a connection to be idle",
        "Sekunder som en frågas huvud får ta på sig, och som en anslutning får vara stilla",
    ),
    (
        "Seconds for the body of a request to arrive, except for streams",
        "Sekunder som en frågas kropp får ta på sig, utom för strömmar",
    ),
    ("Seconds until an answer begins", "Sekunder tills ett svar börjar"),
    (
        "Seconds without a byte, from a client that sends a stream or to one that reads",
        "Sekunder utan en byte, från en klient som sänder en ström eller till en som läser",
    ),
    ("Seconds for a whole stream", "Sekunder för en hel ström"),
    (
        "Seconds between reporting \"not ready\" and refusing connections",
        "Sekunder mellan att tjänsten säger att den inte är redo och att den vägrar anslutningar",
    ),
    (
        "Seconds for running requests to end when the service stops",
        "Sekunder som pågående frågor får för att bli klara när tjänsten stannar",
    ),
    (
        "Id of the client: lower case letters a-z, digits and hyphens",
        "Klientens id: små bokstäver a–z, siffror och bindestreck",
    ),
    ("Permissions of the key", "Nyckelns rättigheter"),
    (
        "File of keys to add the line to [default: the line is printed]",
        "Fil med nycklar att lägga till raden i [förval: raden skrivs ut]",
    ),
    (
        "Ask for recommendations, verdicts and explanations, and read the rule set",
        "Begära rekommendationer, bedömningar och förklaringar, och läsa regeluppsättningen",
    ),
    ("Have rule sets checked", "Få regeluppsättningar granskade"),
    ("Read the metrics", "Läsa mätvärdena"),
];

/// Lines and paragraphs after the help. Lines that begin with a space are code, the same in both languages.
pub(super) const AFTER: &[(&str, &str)] = &[
    ("Examples:", "Exempel:"),
    ("Example:", "Exempel:"),
    (
        "Exit status: 0 success; 1 a negative answer (findings; refuse, manual or incomplete); 2 invalid\n\
         arguments or request; 3 the rule set does not load; 4 reading or writing failed.",
        "Slutstatus: 0 det gick bra; 1 svaret är nej (fynd; refuse, manual eller incomplete); 2 fel i\n\
         argument eller fråga; 3 regeluppsättningen går inte att läsa; 4 läsning eller skrivning misslyckades.",
    ),
    (
        "A test, in a file tests/*.yaml beside the rules:",
        "Ett test, i en fil tests/*.yaml bredvid reglerna:",
    ),
    (
        "A test without a day runs as of --at, else as of the first day of the governing document.",
        "Ett test utan dag körs som på dagen i --at, annars på det styrande dokumentets första dag.",
    ),
    (
        "Exit status: 0 proved that nothing changes; 1 something changes; 3 a rule set does not load.",
        "Slutstatus: 0 bevisat att inget ändras; 1 något ändras; 3 en regeluppsättning går inte att läsa.",
    ),
    (
        "The file works with the build of the program that wrote it. Compile again when the rules or the program change.",
        "Filen fungerar med det bygge av programmet som skrev den. Kompilera om när reglerna eller programmet ändras.",
    ),
    (
        "Exit status: 1 if a statement is neither implemented nor declined, or a place has no statement.",
        "Slutstatus: 1 om ingenting bär en utsaga som inte heller är avböjd, eller om en plats saknar utsaga.",
    ),
    (
        "The HTML page is self-contained: it can be mailed, published, and printed on A4. The default format is\nMarkdown.",
        "HTML-sidan är fristående: den går att skicka, publicera och skriva ut på A4. Formen är Markdown om\ninget annat anges.",
    ),
    (
        "The folder is created, or has to be empty. Either all files are written, or none.",
        "Mappen skapas, eller ska vara tom. Antingen skrivs alla filer, eller ingen.",
    ),
    (
        "Examples:\n  handover schema routing                          of a file, for any rule set\n  handover schema routing --rules rules/gavleborg  with the words of that rule set\n  handover schema verdict                          of an answer\n  handover schema --write schemas                  all of them, to a folder",
        "Exempel:\n  handover schema routing                          för en fil, i vilken regeluppsättning som helst\n  handover schema routing --rules rules/gavleborg  med orden i den regeluppsättningen\n  handover schema verdict                          för ett svar\n  handover schema --write schemas                  alla, till en mapp",
    ),
    (
        "SIGHUP reloads rules, keys and certificate; SIGTERM and ctrl-c stop the service gracefully.",
        "SIGHUP läser om regler, nycklar och certifikat; SIGTERM och ctrl-c stannar tjänsten när pågående frågor är klara.",
    ),
    (
        "To withdraw a key, remove its line and send the service SIGHUP.",
        "Ta bort nyckelns rad och sänd tjänsten SIGHUP för att dra in en nyckel.",
    ),
];

/// Names of values.
pub(super) const VALUES: &[(&str, &str)] = &[
    ("DIR", "MAPP"),
    ("FILE", "FIL"),
    ("NUMBER", "TAL"),
    ("TEXT", "TEXT"),
    ("NAME", "NAMN"),
    ("true|false", "true|false"),
    ("PERCENT", "PROCENT"),
    ("ADDRESS:PORT", "ADRESS:PORT"),
    ("BYTES", "BYTE"),
    ("SECONDS", "SEKUNDER"),
    ("DAYS", "DAGAR"),
    ("ID", "ID"),
    ("TITLE", "TITEL"),
    ("YYYY-MM-DD", "ÅÅÅÅ-MM-DD"),
    ("LANG", "SPRÅK"),
    ("FORMAT", "FORM"),
    ("COLOR", "FÄRG"),
    ("INPUT", "INDATA"),
    ("SUBJECT", "KOD|FIL"),
    ("OLD", "GAMMAL"),
    ("NEW", "NY"),
    ("DENY", "ALLVAR"),
    ("WHAT", "VAD"),
    ("SHELL", "SKAL"),
    ("ANONYMOUS", "VEM"),
    ("LOG", "FORM"),
    ("LOG_LEVEL", "NIVÅ"),
    ("SCOPES", "RÄTTIGHETER"),
];
