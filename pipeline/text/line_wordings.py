"""Wordings that leave little doubt about what a line is, by role. The model learns how far to trust each role's list.

Each is matched from the beginning of a line, of which only the first `SEEN_CHARS` characters are looked at; `$` stands for
the line's end. No pattern repeats what repeats.
"""

import re
from collections.abc import Iterator

from pipeline.text.line_cues import DAY, JOBS, MONTH, NETWORKS, SECTIONS

SEEN_CHARS = 400
NAME = r"(?-i:[A-ZÀ-Þ])[\w'’.-]{1,24}(?: (?:(?:van|von|de|da|di|der|den|la|le|bin|al|el|dos|del) ){0,2}(?-i:[A-ZÀ-Þ])[\w'’.-]{0,24}){1,3}"
NAMES = rf"{NAME}(?:(?:, | and | & |, and ){NAME}){{0,4}}"
DATE = (
    rf"(?:(?:{DAY})[,.]? )?(?:\d{{1,2}}(?:st|nd|rd|th)?[.]? (?:of )?{MONTH}[.,]?(?: \d{{4}})?|{MONTH}[.]? \d{{1,2}}(?:st|nd|rd|th)?"
    r"(?:,? \d{4})?|\d{4}-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
)
TIME = r"(?:\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: (?:\(?[a-z]{2,4}\)?|local time))?"
STAMP = (
    r"(?:first |last |originally )?(?:published|updated|posted|modified|issued|created|released|date|edited|uploaded|aired)"
    r"(?: on| at)?:?"
)

_WORDINGS = {
    "byline": rf"(?:by|words by|words|written by|story by|text by|text|reported by|report by|analysis by|interview by|review by|"
    rf"compiled by|as told to|photography|photographs|photos|pictures|images|illustrations?|photography by|photographs by|photos by|"
    rf"pictures by|video by|von|par|por|di|author|reporter|edited and presented by)\s?:?\s(?:{NAMES})(?:\W{{1,4}}[\w ,&'/@.-]{{2,60}}| in {NAME}| in [A-Z]\w+)?$|"
    rf"{NAMES},? (?:(?:[\w&'-]{{2,20}} ){{0,4}}(?:{JOBS})(?: in [\w ]{{3,24}}| at [\w ]{{3,24}}|[,:] [\w .&'-]{{2,40}})?)$|"
    rf"{NAMES} ?[|•·/–—] ?[\w .&'@+-]{{2,60}}$|{NAMES} (?:reports from|in|at) [\w ]{{3,30}}$|"
    rf"(?:[\w&'-]{{2,20}} ){{0,4}}(?:{JOBS})(?: (?:in|at|for) [\w ]{{3,24}})?$|{NAMES},? with [\w ,/&-]{{2,40}}$|"
    rf"name (?:and address )?(?:withheld|supplied)\b.{{0,40}}$|(?:from )?(?:our|a|the) (?:own |special |foreign |staff |political |sports? )?"
    rf"(?:correspondent|reporters?|staff|bureau)s?(?: in [\w ]{{3,24}})?$",
    "dateline_line": rf"{TIME}$|{STAMP}$|(?:{STAMP} )?(?:{DATE}|{TIME})(?:\W{{0,4}}(?:at |updated |- )?(?:{TIME}|{DATE}|{STAMP}|[a-z]{{2,4}}))"
    rf"{{0,5}}\W{{0,2}}$|(?:{STAMP} )?(?:\d{{1,2}}|an?|one) (?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago\W{{0,2}}$|"
    rf"(?-i:[A-ZÀ-Þ])[\w .'’-]{{2,30}}(?:,? \(?[\w .'’-]{{2,24}}\)?)?\s?[,|·•–—-]\s?{DATE}(?:\W{{1,4}}{TIME})?(?: [a-z]{{2,4}})?$|"
    rf"{STAMP}\s.{{0,12}}\d.{{0,70}}$|(?:last )?updated (?:just now|today|yesterday)\b.{{0,20}}$|(?:today|yesterday)(?: at)? {TIME}$",
    "credit": r"[(\[–—©-]?\s?(?:with |from |additional )?(?:reporting|writing|editing|edited|research(?:ed)?|translat(?:ed|ion)|compiled|design(?:ed)?|"
    r"produced|production|graphics?|copy-?edited|fact-?checked|development|data analysis|photo editing|interviews conducted)(?: and \w{3,12}){0,2} (?:by|from)\b.{3,250}$|"
    r"(?:image |photo |picture |data |graphic |table |chart |map )?(?:sources?|data|credits?|graphics?|charts?|maps?|analysis|research|translation|image source)\s?[:,] ?.{2,120}$|"
    r"(?:all )?(?:photos?|photographs?|pictures?|images?|illustrations?|main image|cover image|top image|lead image)(?: credit)?\s?[:©/] ?[^.!?]{2,60}$|"
    r"(?:all )?(?:photos?|photographs?|pictures?|images?)(?: by)? ?© ?.{2,60}$|© ?(?:\d{4} )?(?:afp|reuters|ap|getty|epa|dpa|keystone|[A-Z]{3,}).{0,40}$|"
    r"[–—-] ?(?:with |[\w ]{2,24} with )?(?:afp|reuters|ap|agencies|aap|pa|dpa|efe|ani|pti|ians)\b.{0,40}$|[(\[][\w ./,&-]{2,40}/[\w ./,&-]{2,30}[)\]]$|"
    r"[a-z]{2,4}/[a-z]{2,4}(?: \([\w, /]{2,40}\))?$|"
    r"(?:this (?:report|story|article|project|investigation|reporting)) (?:was|is) (?:produced|supported|funded|made possible|published|written|first published|originally published|"
    r"co-?published|part of)\b.{3,200}$|(?:with|additional) (?:reporting|files|inputs?|contributions?) (?:by|from)\b.{2,120}$|[\w ,.'-]{3,80} contributed (?:to|reporting)\b.{0,80}$|"
    r"(?:getty images|shutterstock|alamy|istock|unsplash|epa|supplied|handout)(?:/[\w ]{2,30})?$",
    "caption": r"(?:image|media|photo|video|picture) caption\b.{3,300}$|.{8,280}[.!?)…”\"']? ?\(?(?:photo(?:graph)?|picture|image|pic)s?(?: credit| courtesy| by)?\s?[:/] ?.{2,60}$|"
    r".{8,280}[.!?]? \((?:supplied|handout|file(?: photo)?|courtesy.{0,50}|[\w ]{2,24}: [\w .'-]{3,30}|[\w .]{2,30}/[\w .]{2,30}|ap|afp|reuters|getty.{0,12})\)$|"
    r".{8,280}(?:\bfile (?:photo|picture|image)|\bhandout photo|\bgetty images|\bap photo|/reuters|/afp|/getty|/epa)\W{0,2}(?:via .{2,20})?$|"
    r".{8,280} © ?[\w ./'-]{2,50}$|(?:left to right|from left|clockwise from|l-r|above|pictured|below)\b ?[:,(].{3,250}$",
    "related_link": r"(?:read|also read|see|see also|also see|more|related|read (?:more|also|next|the full)|go deeper|dig deeper|watch|listen|don['’]t miss|recommended|further reading|you may like|"
    r"must[- ]read|next story|previous story|previous article|next article|up next|next|previous|trending|from the archives?|explained|in case you missed it|earlier|background|"
    r"in pictures|live|podcast|video|gallery|quiz|full story|full coverage|more on this)\s?(?:[:|»>→]|[–—] )\s?\S.{3,160}$|read (?:the )?(?:full|whole|entire) (?:story|article|report|interview)\b.{0,30}$",
    "navigation": rf"(?:most (?:read|viewed|popular|shared|commented|watched|recent)|related(?: (?:stories|articles?|topics?|news|content|links?|posts?|coverage|internet links|tags|items))?|"
    rf"recommended(?: (?:stories|for you|reading|articles))?|trending(?: now| stories)?|more (?:stories|news|coverage|about|headlines|from .{{2,30}}|on (?:this|.{{2,30}})|in (?:this section|.{{2,20}})|"
    rf"like this|to explore|articles|videos)|(?:people|others|readers) (?:are|were) (?:also )?(?:reading|watching)|(?:also|worth) (?:in|worth) .{{2,24}}|also (?:in|on) .{{2,24}}|"
    rf"(?:our |editor['’]?s['’]? |today['’]s )?(?:top )?(?:picks|stories|headlines|reads)(?: today| for you)?|what to read next|read next|up next|you (?:may|might) (?:also )?(?:like|be interested in|have missed).{{0,20}}|"
    rf"explore more(?: on these topics)?|explore more.{{0,30}}|similarly tagged content|around the (?:web|bbc|site)|elsewhere on .{{2,20}}|in other news|keep reading|latest (?:news|stories|headlines|from .{{2,24}}|in .{{2,24}})|popular(?: now)?|"
    rf"the latest|don['’]t miss|in case you missed it|in this (?:article|story|section|issue|guide|series)|on this page|table of contents|contents|jump to.{{0,24}}|key events|see also|filters?(?: beta)?|newest first|oldest first|"
    rf"(?:suggested|related) topics|this week['’]s.{{0,20}}|from the section|from around .{{2,24}}|features|sponsored links)\s?[:…»›>-]{{0,2}}$|"
    rf"(?:tags?|topics?|tagged(?: under| with| in| as)?|filed under|keywords|categor(?:y|ies)|posted in|sections?|more on)\s?:.{{0,160}}$|(?:tagged under|filed under)\b.{{0,80}}$|"
    rf"(?:page |image |photo |slide |picture )?\d{{1,3}} ?(?:/|of) ?\d{{1,3}}$|(?:«|‹|←|<) ?\w.{{0,40}}$|.{{2,40}} ?(?:»|›|→)$|"
    rf"(?:back to|skip to|return to|go to) .{{2,40}}$|(?:next|previous|prev|newer|older)(?: (?:article|story|post|page|image|slide))?$|(?:home|menu|search|close|more|replay|full ?screen|top|back|view all|see all|show all|"
    rf"(?:show|hide|view|toggle|read) (?:caption|more|less|all|image|gallery)|view (?:image|gallery|in).{{0,30}}|open image in gallery|show more|load more.{{0,20}}|enlarge(?: image)?|zoom|expand|advertise|slideshow)$|"
    rf"(?:the )?(?:{SECTIONS})(?: ?[/>|»›·] ?[\w&' ]{{3,28}}){{0,3}}$",
    "social": rf"(?:\d{{1,5}} )?(?:shares?|tweets?|retweet|bookmark|save|saved|print|e-?mail|copy link|link copied!?|like|likes|follow|{NETWORKS}|x|rss|comments?|reply|report|gift article|share article|pin)\W{{0,2}}$|"
    rf"(?:kindly |please )?(?:share|tweet|save|bookmark|print|e-?mail|pin|send|forward) (?:this|the|on|via|it|article|story|page|full|to|by|with|your|link|options|now)\b.{{0,60}}$|"
    rf"(?:click |tap )?to (?:share|tweet|print|email)\b.{{0,40}}$|(?:story|article) saved$|\d{{1,6}}k? (?:comments?|shares?|likes?|views?|replies|retweets|reactions|people|watching|readers)\b.{{0,30}}$|"
    rf"(?:add|leave|post|write|view|read|show|see|hide|load|join|make) (?:a |an |your |all |more |the |our |\d{{1,4}} )?comment(?:s|ing)?\b.{{0,40}}$|(?:join|start) the (?:conversation|discussion|debate)\b.{{0,90}}$|"
    rf"to (?:join the conversation|comment)\b.{{2,90}}$|comments (?:are|have|on)\b.{{2,80}}$|no comments\b.{{0,30}}$|would you like to comment\b.{{0,90}}$|like this: .{{0,20}}$|"
    rf"(?:follow|like|find|add) (?:us|[\w ]{{2,40}}) (?:on|at|via) .{{0,20}}(?:{NETWORKS}|x\b|google|social).{{0,90}}$|follow (?:us|the|our|@)\b.{{0,80}}$|follow (?-i:[A-Z])[\w ]{{2,30}}$|"
    rf".{{2,50}} (?:is|are) (?:also )?on (?:{NETWORKS})\b.{{0,60}}$|(?:have|has) (?:you|your)\b.{{3,80}}\? (?:let us know|tell us|share|e-?mail|get in touch|write|contact|we).{{0,120}}$|"
    rf"(?:got|have|do you have|want) (?:a|an|any|to)? ?(?:story|question|tip|news|problem|view|opinion|comment|share|get|something).{{0,60}}[?] ?.{{0,120}}$|do you (?:have|know|agree|live|think|remember)\b.{{3,100}}\? (?:let us|tell us|e-?mail|get|write|contact|share|join|have).{{0,100}}$|"
    rf"we(?:'d|’d)? (?:want|would like|like|love|are keen) to hear (?:from|your)\b.{{0,200}}$|(?:tell us|let us know|get in touch|send us|write to us|e-?mail us|contact us|text us|have your say)\b.{{0,160}}$|"
    rf"(?:letters|opinions|views).{{0,60}}\b(?:e-?mail|send|write)\b.{{0,80}}$|have (?:you experienced|an opinion)\b.{{0,120}}$|was this (?:article|e-?mail|page|story|newsletter)\b.{{0,80}}$|did you (?:like|enjoy|find)\b.{{0,80}}$|"
    rf"if you (?:enjoyed|liked|have been)\b.{{0,60}}(?:pass|share|tell|forward|contact|e-?mail|send).{{0,80}}$|what do you think\b.{{0,80}}$|(?:pic\.twitter\.com|t\.co|https://t\.co)/\S{{4,24}}$|[–—-] ?.{{2,50}}\(@\w{{1,30}}\).{{0,40}}$|@\w{{2,30}}$|"
    rf"you can find this story in\b.{{0,90}}$|join our (?:commenting|comment|facebook|telegram|whatsapp|community)\b.{{0,60}}$|(?:view|watch) (?:this )?(?:post )?on .{{2,20}}$|share$",
    "subscription": r"(?:subscribe|sign up|sign in|log in|login|register|join|unlock|create|get (?:our|the|full|unlimited|a free|local|all|your|more|breaking|daily|weekly|free|this|access|started|instant)|"
    r"download|start (?:your|a)|become (?:a|an)|support (?:our|independent|the|us|local|quality|this|premium)|donate|help us|receive|stay (?:informed|updated|up to date|connected|ahead|in the know|in touch)|never miss|keep (?:up|reading)|enjoy (?:unlimited|full)|"
    r"try (?:our|it)|choose your|manage your|already (?:a|an|have|subscribed)|not a (?:subscriber|member)|for (?:unlimited|full) access|to (?:continue|keep|read) (?:reading|more|this|the)|want (?:more|to know|to read|to receive|this|the latest|unlimited)|"
    r"you have (?:\d|reached|read|used|been)|this (?:article|story|content|feature|page) is (?:free|reserved|for|available|only|exclusive|locked|part of)|subscribers? only|for subscribers|your subscription|unlimited|premium|exclusive to|"
    r"we have (?:more|other) newsletters|(?:our |the )?(?:free |daily |weekly )?newsletters?|weekly (?:top|digest|newsletter)|(?:morning|evening|daily) (?:briefing|newsletter|digest)|view this (?:e-?mail|in)|open in|"
    r"(?:we|the [\w ]{2,30}) (?:rely|depend|need)|we['’]re (?:a )?(?:reader|funded|independent|non-?profit)|.{2,40} is (?:a|an) (?:non-?profit|independent|reader)|followed categories|be the first|don['’]t miss out|if you (?:value|can, (?:chip|support))|"
    r"while you['’]re here|before you go|since you['’]re here|thank you for (?:reading|subscribing|registering)|hi,? .{0,20}welcome|free (?:newsletter|access|trial)|install (?:our|the)|follow (?:this )?topic|email (?:address|sign-?up)|enter your|your (?:e-?mail|account|support)|\{\{)\b.{0,230}$|\{\{.{1,40}\}\}$|"
    r".{0,160}\b(?:newsletters?|your inbox|your mailbox|your phone|your email|sign up|subscribe (?:now|today|here)|(?:our|the) app)\b.{0,60}$",
    "advertisement": r"a ?d ?v ?e ?r ?t ?i ?s ?e ?m ?e ?n ?t.{0,40}$|(?:ad|ads|advert|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|reklama|annonce|annons)$|"
    r"(?:sponsored|promoted|paid|partner)(?: (?:content|by|stories|post|links?|message|partnership)\b.{0,120})?$|(?:article|story|post) continues (?:below|after)\b.{0,40}$|(?:together|in partnership|in association) with\b.{2,60}$|"
    r"(?:presented|brought to you|powered|supported) by\b.{2,60}$|(?:this (?:article|post|page) (?:contains|includes|may contain) )?affiliate\b.{0,200}$|(?:if you|when you|we (?:may )?|prices|products).{2,80}\b(?:commission|affiliate)\b.{0,150}$|"
    r"(?:for|get|save|use|enter).{2,60}\b(?:discount|promo|voucher|coupon)? ?codes?\b.{0,60}$|(?:discount|voucher|promo|coupon) codes?$|.{2,80}\bwith code\b.{0,40}$|(?:to )?(?:order|buy|purchase|pre-?order)\b.{2,80}\b(?:for|visit|from|at|call|go to|bookshop)\b.{0,80}$|"
    r"(?:buy|shop|order|book) (?:now|here|tickets|yours|it|from).{0,60}$|[£$€]\d[\d.,]{0,8}(?: (?:from|at|on) .{2,50}| [–—-] .{0,40}buy.{0,20})$|(?:18\+|21\+)[.;,]?.{0,120}$|.{0,80}\b(?:bet|gamble|drink) responsibly\b.{0,80}$|"
    r"(?:top )?\d{1,2} (?:proven|simple|easy|weird|genius|best|shocking) (?:ways|tricks|tips|foods)\b.{0,100}$|(?:the |one |this )(?:simple|simplest|weird|easy|genius|easiest)\b.{3,80}\b(?:way|trick|tip|hack)\b.{0,60}$|.{4,90}\bclick here\b.{0,50}$|"
    r".{2,60}\b(?:prints|copies|tickets) (?:can be|are) (?:ordered|available|bought|on sale)\b.{0,50}$|text ad\b.{0,100}$|(?:from|read more from) our (?:partners?|sponsors?)\b.{0,40}$|skip (?:advert|ad)\w{0,10}$|ad feedback$|from around the web$|(?:more )?from the web$",
    "cookie_legal": r"(?:copyright\b|©|\(c\))(?! ?(?:afp|reuters|getty|keystone)).{2,200}$|.{0,120}\ball rights reserved\b.{0,120}$|(?:this (?:website|site)|we|our (?:website|site)) uses? cookies\b.{0,200}$|(?:the |our |read our |see our |please read our )?(?:[\w ]{2,20} )?(?:privacy|cookies?|comment(?:s|ing)?|community|editorial|complaints|terms)"
    r" (?:policy|notice|statement|settings|guidelines|standards|code|rules|preferences|and conditions)\b.{0,120}$|(?:accept|reject|manage) (?:all|cookies|preferences).{0,20}$|terms (?:of|and|&) (?:use|service|conditions).{0,60}$|disclaimer\b.{0,200}$|(?:our|editorial) standards\b.{0,80}$|"
    r"(?:purchase|licen[cs]e|reuse|republish|syndicat).{0,14}(?:this|licens|content|article|rights|our|for).{0,80}$|this (?:material|content|article|story|work|transcript|report|publication|newspaper|release|press release|document).{0,60}\b(?:may not be|licen[cs]ed|copyright|republish\w{0,3}|reproduc|regulat|independent|"
    r"forward-looking|does not constitute|not (?:intended|edited)|syndicated)\b.{0,400}$|(?:the )?[\w ]{2,40} (?:is|are) not responsible for\b.{0,120}$|(?:thank you for your interest in )?(?:republishing|you are free to republish|you may republish)\b.{0,160}$|(?:except for the headline|\(except for).{0,160}$|"
    r"you (?:received|are receiving) this\b.{0,160}$|(?:unsubscribe|manage preferences)\b.{0,60}$|forward-looking statements?$|safe harbou?r\b.{0,60}$|(?:the (?:views|opinions)|views|opinions).{0,60}\b(?:not (?:necessarily )?(?:reflect|represent|those))\b.{0,120}$|registered (?:office|charity|in england|company)\b.{0,120}$|"
    r".{0,60}\b(?:regulated by|member of) (?:the )?(?:ipso|independent press|press council|impress)\b.{0,160}$|ipso\b.{0,80}$|.{0,100}\bpast performance\b.{0,100}$|.{0,60}\bnot (?:be )?(?:taken as |constitute |intended as )?(?:financial|investment|medical|legal) advice\b.{0,80}$|click here for our\b.{0,60}$|"
    r"published under\b.{2,80}$|.{0,40}creative commons\b.{0,120}$|report an? (?:error|mistake|typo)\b.{0,60}$|to display this content\b.{0,120}$|do not sell\b.{0,40}$",
    "author_bio": rf"{NAME}(?:[’']s)? (?:is|was|has been|writes|covers|reports|teaches|works|lives|joined|co-?founded|edits|hosts|presents|cooks|trained|studied|founded|served|runs|leads|(?:latest |new |first |most recent )?(?:book|novel|memoir|column))\b.{{3,300}}$|"
    r"(?:the |this )?(?:writer|author|columnist|contributor)s? (?:is|was|are|has|holds|teaches|works)\b.{3,250}$|i (?:cover|write about|report on|am an?|investigate)\b.{3,200}$|i['’]m an? .{3,60}\b(?:reporter|writer|editor|journalist|correspondent|photographer|columnist)\b.{0,160}$|"
    r"about the (?:authors?|writer)s?\W{0,2}$|.{3,200}\b(?:reach|follow|contact|e-?mail) (?:him|her|them|me) (?:at|on|via)\b.{0,80}$|.{0,160}\b(?:views (?:are|expressed)|opinions expressed)\b.{0,60}\b(?:personal|own|his|her|their|author)\b.{0,40}$|"
    r".{3,200}\b(?:his|her|their) (?:latest |new |first |last |most recent |next )?(?:book|novel|column|memoir|collection|podcast)\b.{0,60}\b(?:is|was|out|appears|published|runs|available)\b.{0,80}$",
    "correction": r"[*•†(\[–—-]{0,2} ?(?:(?:correction|corrections|clarification|clarifications|amendment|editor['’]?s['’]? note|update|note to readers)s?(?: (?:and|&) (?:clarification|correction)s?)?\b[^:–—]{0,40}[:–—]).{3,400}$|"
    r"[*•†(\[]{0,2} ?(?:this|an earlier version of this|an earlier|a previous|a former|the original|in an earlier) (?:article|story|report|page|piece|post|column|headline|version|caption|table|graphic)\b.{0,40}\b(?:was (?:amended|corrected|updated|edited|changed)|has been (?:amended|corrected|updated|edited|clarified)|"
    r"incorrectly|wrongly|mis\w{3,12}|said|stated|gave|referred|of this)\b.{0,400}$|we (?:apologise|regret|are happy to (?:clarify|correct))\b.{0,200}$|(?:story|article|headline) (?:corrected|amended|updated) (?:to|on|at)\b.{0,160}$",
    "other": r"\d{1,3}[ -](?:min(?:ute)?s?)(?:\W{0,2}(?:read|listen|watch))?$|(?:reading time|read time|estimated reading|time to read|listen to (?:this|the)|audio|duration)\b.{0,40}$|(?:content is )?loading\b.{0,12}$|-?ends-?$|#{2,4}$|[\W_]+$|"
    r"(?:notes? (?:to|for) editors?|(?:media|press|news) (?:contacts?|enquiries|inquiries|office|relations)|contacts?(?: for media| information| us)?|about (?-i:[A-Z])[\w .&'-]{2,40}|for (?:more|further|media|press) (?:information|details|enquiries).{0,120}|for interviews\b.{0,120}|investor relations.{0,40})\W{0,2}$|for (?:interviews|more information|further information|media enquiries)\b.{0,160}$|"
    r"(?:embargo(?:ed)?|for immediate release|not for (?:release|publication)|under embargo)\b.{0,80}$|(?:tel|phone|telephone|mobile|fax|e-?mail|website|web|contact)\W{0,2}[:.]? ?[+\d(@\w].{4,60}$|[\w.+-]{1,60}@[\w.-]{3,60}$|https?://\S{3,200}$|www\.\S{3,100}$|"
    r"(?:warning|content warning|trigger warning|note|spoiler alert|spoiler warning)\s?:.{3,160}$|this (?:story|article|report|piece|episode|review|video) (?:contains|describes|includes|mentions|discusses|has|may contain)\b.{3,120}$|(?:if you (?:or someone|have been affected|are (?:affected|struggling)|need)|(?:the )?samaritans)\b.{3,250}$|"
    r"[★☆⭐✩✭✮\s]{2,12}.{0,12}$|\d(?:\.\d)? (?:out of|/) ?(?:5|10)(?: stars?)?$|[(\[](?:music|laughter|applause|soundbite.{0,60}|crosstalk|inaudible|recasts.{0,90}|adds .{2,90}|updates .{2,90}|writes through.{0,60}|.{0,10}sound.{0,40}|.{0,14}music.{0,20}|.{0,10}playing.{0,20})[)\]]$|"
    r"(?:please use|your browser|this (?:video|content|player|audio)|video player|enable javascript|an error|sorry|something went wrong|javascript|the video|playback|ai-generated|this is an ai)\b.{3,140}$|(?:read|listen to|see|view) a summary\b.{0,60}$|(?:letters|questions|submissions|replies) (?:are|may be|will be)\b.{0,30}\b(?:edited|published|shortened)\b.{0,90}$|"
    r"(?:play|pause|mute|unmute|volume|settings|captions?|text size|font size|increase|decrease|share this video|now playing|transcript|listen|watch)\b.{0,14}$|\d{1,2}:\d\d(?: ?/ ?\d{1,2}:\d\d)?$|photo illustration\b.{0,40}$|source (?-i:[A-Z]).{2,60}$|view original content\b.{0,120}$",
    "heading": r"(?:in short|in brief|key points?|key (?:facts|figures|takeaways|dates|moments|quotes?)|at a glance|by the numbers|what(?:['’]s| is) next|what happens (?:next|now)|what we know(?: so far)?|what they (?:said|are saying)|why it matters|the (?:details|background|context|verdict|bottom line|big picture|reaction|scores?|table|"
    r"teams|line-?ups?|result|lowdown|takeaway|facts|numbers)|background|timeline|ingredients|method|directions|preparation|scorers|final scores?|results|teams|line-?ups|reaction|also this week|quote of the (?:week|day)|player of the match|man of the match|getting there|where to (?:stay|eat|look|go|watch)|how we tested|need to know|if you go|"
    r"services|costs|pros|cons|specifications|verdict|conclusion|introduction|summary|highlights|essentials|outlook|analysis|winner|winners and losers|what to (?:know|expect|watch)|how to (?:help|watch|vote|apply|get there|enter)|who['’]s who|the full list|full list|previous winners|other news|elsewhere)\W{0,2}$|(?:19|20)\d\d$|"
    rf"(?:{MONTH}|spring|summer|autumn|winter) (?:19|20)\d\d(?::.{{2,60}})?$|\d{{1,2}}[.)] (?-i:[A-ZÀ-Þ\"“‘'])[^.!]{{3,70}}$",
    "list_item": r"[•▪◦●○■□✓✔➤►‣·] ?\S|[*–-] (?-i:[A-Z\"“]).{3,200}$|\d{1,2}[.)] \S.{3,300}$|(?:\d[\d/½¼¾⅓.,-]{0,5}|[½¼¾⅓]|an?|one|two|three|four|five|six|half an?|few)(?: ?(?:large|small|medium|heaped|level|fresh|ripe))? ?(?:g|kg|ml|l|oz|lb|tbsp|tsp|tablespoons?|teaspoons?|cups?|cloves?|pinch|handful|sprigs?|bunch|slices?|sticks?|tins?|cans?|pieces?|onions?|eggs?|carrots?)\b.{0,80}$",
    "table": r"(?:[\w’'& .()-]{2,30}): ?[+-]?[£$€]?\d[\d.,:]{0,12} ?(?:%|[a-z/²³°]{1,6}|million|billion|minutes|hours|people)?\W{0,2}$|.{2,40} [+–-]?[£$€]?\d[\d.,]{0,10}p? \(?[+–-]\d[\d.,]{0,6}%?\)?$|(?:ref(?:eree)?|subs?(?:titutes)?(?: not used)?|attendance|att|umpires?|toss|points|man of the match|booked|sent off|venue|possession|shots(?: on target)?|"
    r"corners|fouls|half-?time|ht|ft|weight|capacity|rating|price|length|width|height|range|serves|prep(?: time)?|cook(?: time)?|dimensions|battery|released|running time|certificate|director|cast|turnout|majority|electorate|population|capital)\s?:\s?.{1,200}$|[+–-]?[£$€]?\d[\d.,]{0,12} ?(?:%|p|pts?|m|km)?$|"
    r".{2,40} [–—-] [+–-]?(?:minus )?\d[\d.,]{0,10}(?: [–—-] .{1,20}){0,4}$|.{2,40} \((?:ind(?:ependent)?|lab(?:our)?|con(?:servative)?|lib dems?|green|snp|d(?:em)?|r(?:ep)?|plaid|reform|alliance|sdlp|dup|sf)\b[^)]{0,20}\).{0,30}$|[\w’'. &-]{2,40} \d{1,3}(?:[-–]\d{1,3})? [\w’'. &-]{2,40} \d{1,3}(?:[-–]\d{1,3})?(?: \(.{2,40}\))?$|"
    r"[\w’'. &-]{2,40} (?:\(\d{1,3}[-–]\d{1,3}\) )?[–—:-] .{2,60} \d{1,3} \d{1,3}[-–]\d{1,3} \d{1,3}.{0,300}$|.{2,60} \d{1,3}(?: \d{1,3}){2,6} ?[–—-] ?\d{1,3}$|(?:risers|fallers|winners|losers|pos|team|pld|votes|elected|candidate|party|ward|seats|change|rank|name|school|score|town|country|gold|silver|bronze|total|time|w|d|l|pts)$|.{2,80}\b\d{1,3}[&/-]\d{1,3}(?:\s?(?:dec|all out|decl?)\b\.?)?\W{0,2}$",
}  # fmt: skip
WORDINGS = {
    role: re.compile(rf"\W{{0,2}}?(?:{pattern})", re.IGNORECASE) for role, pattern in _WORDINGS.items()
}


def find_wordings(text: str) -> Iterator[str]:
    """Name the roles whose wordings fit a line."""
    seen = text[:SEEN_CHARS]
    for role, pattern in WORDINGS.items():
        if pattern.match(seen):
            yield f"worded:{role}"
