"""Words and forms that tell what a line is; none decides alone, the model weighs them all.

Every pattern is bounded, has no nested repeat, and is asked of the first `SEEN_CHARS` characters of a line only.
"""

import re
from collections.abc import Iterator

from pipeline.text.rules.credit import AGENCY

SEEN_CHARS = 400
"""As much of a line as is looked at."""
DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
NETWORKS = (
    r"facebook|twitter|instagram|whatsapp|linkedin|telegram|reddit|pinterest|tiktok|youtube|bluesky|threads|mastodon|"
    r"flipboard|messenger|snapchat|discord"
)
JOBS = (
    r"correspondent|reporter|editor|writer|columnist|critic|photographer|journalist|producer|bureau|desk|staff|"
    r"newsroom|contributor|analyst|reviewer|presenter|team|agencies|blogger|chief"
)
SECTIONS = (
    r"home|news|world|politics|business|sports?|opinion|culture|lifestyle|life|life & style|health|science|tech|technology|"
    r"environment|climate|travel|food|arts?|books|music|film|films|tv|television|theatre|stage|fashion|education|"
    r"money|markets|economy|finance|football|soccer|cricket|rugby|tennis|golf|basketball|baseball|hockey|racing|motoring|"
    r"cars|property|homes|gardens|features?|comment|columns?|columnists|letters|editorials?|obituar(?:y|ies)|"
    r"reviews?|interviews?|analysis|investigations?|explainers?|explained|exclusive|breaking|live|local|regional|"
    r"national|international|metro|africa|asia|europe|americas|middle east|uk|us|usa|india|australia|china|"
    r"germany|france|ireland|scotland|wales|crime|courts?|police|media|society|family|religion|faith|wellness|weather|"
    r"transport|energy|jobs|careers|shopping|deals|recipes?|restaurants|entertainment|celebrity|showbiz|royals|gaming|games|"
    r"puzzles|quiz|quizzes|video|videos|photos|pictures|gallery|photo gallery|podcasts?|audio|newsletters?|archive|"
    r"latest|top stories|headlines|perspectives?|essay|essays|long ?reads?|longform|profile|q&a|fact check|factbox|"
    r"press releases?|for immediate release|wire|diary|magazine|weekend|sunday|business & technology|arts & culture|"
    r"science & environment|high school sports|premier league|la liga|serie a|bundesliga|ligue 1|gaa|nfl|nba|mlb|nhl|f1|"
    r"formula 1|athletics|swimming|cycling|boxing|horse racing|real estate|personal finance|companies|stocks|"
    r"crypto|commodities|currencies|agriculture|farming|community|events|things to do|nation|state|region|districts?"
)

_CUES = {
    "share": rf"\b(?:share|sharing|tweet|retweet|bookmark|save(?:d)? (?:article|story|for later)|story saved|gift (?:this )?article|"
    rf"copy (?:link|url)|link copied|print(?: this| article| page)?$|e-?mail(?: this)?$|pass it on|"
    rf"(?:{NETWORKS})$|save$|pin it|send to a friend)\b",
    "network": rf"\b(?:{NETWORKS})\b|\bon x\b|\(@\w|^@\w",
    "follow": r"^\W{0,3}(?:follow|like|find|join|connect|tweet|chat)\b.{0,60}\b(?:us|me|him|her|on|our|at)\b|^follow\b|"
    r"\bis on (?:facebook|whatsapp|twitter|instagram|telegram)|\bfollow (?:us|me|him|her|them|the author)\b",
    "comment": r"\bcomments?\b.{0,20}$|^\d{1,5} (?:comments?|replies|likes|shares|retweets|views|reactions|watching)\b|"
    r"\b(?:add|leave|post|write|view|read|show|see|hide|load) (?:a |your |all |more |the |\d{1,4} )?comments?\b|"
    r"\b(?:join|start) the (?:conversation|discussion|debate)\b|\bcomment(?:ing|s) (?:are|is|on|forum|section)\b|"
    r"\bwhat do you think\b|\bhave your say\b|\blet us know\b|\bwatching now\b|\blikes?\b.{0,20}\bloading",
    "write_to_us": r"\b(?:e-?mail|write to|contact|text|message|tell|ask|send|call|reach) (?:us|me|our|the newsroom|your|the author|"
    r"him at|her at|them at|in your)\b|\bhave you (?:been|ever|experienced|seen|got)\b|\bhas your\b|\bgot a (?:story|tip|question|news)\b|"
    r"\bdo you (?:have|know|live|work) (?:a|any|an|more|in|anything)\b|\bhave a (?:story|tip|question|news|problem)\b|"
    r"\bshare your (?:story|stories|experience|views?|thoughts)\b|\bwe(?:'d|’d| would)? (?:want|like|love) to hear\b|\bget in touch\b|"
    r"\bsend (?:us )?your\b|\bletters? to the editor\b|\bsubmit a letter\b",
    "subscribe": r"\bsubscri(?:be|ption|bers?|bing)\b|\bsign(?:ed|ing)? (?:up|in)\b|\blog ?in\b|\bregist(?:er|ration|ered)\b|"
    r"\bnewsletters?\b|\binbox\b|\bmailbox\b|\b(?:free|premium|unlimited|digital|paid) (?:access|trial|account|members?|newsletter|for)\b|"
    r"\b(?:become|be) a (?:member|supporter|subscriber|patron)\b|\bmembership\b|\bdonat(?:e|ion|ions)\b|\breader[- ]funded\b|"
    r"\bnon-?profit newsroom\b|\bsupport (?:our|us|independent|local|quality|the|this)\b|\bchip in\b|\bcancel any ?time\b|"
    r"\b(?:download|get|install|open in) (?:our|the)\b.{0,30}\bapp\b|\bapp store\b|\bgoogle play\b|\bpush notifications?\b|"
    r"\balerts?\b.{0,40}$|\bstay (?:informed|updated|up to date|connected|ahead)\b|\bkeep up\b|\bnever miss\b|"
    r"\bmy (?:news|account|feed|profile)\b|\bin your browser\b|\{\{.{1,40}\}\}|\bdelivered (?:to|every|straight|daily|weekly)\b|"
    r"\bunlock\b|\bpaywall\b|\bcontinue reading\b|\bremaining\b.{0,20}\barticles?\b|\bcreate (?:a|an|your) (?:free )?account\b|"
    r"\breserved for\b|\bfor (?:subscribers|members)\b|\bweekly (?:top|digest|e-?mail|round-?up)\b|\b(?:daily|morning|evening) briefing\b|"
    r"\bstraight to your\b|\bevery (?:weekday|morning|friday|sunday|week)\b.{0,30}$|\bwhatsapp (?:channel|community|group)\b",
    "reader_offer": r"^\W{0,3}(?:get|want|join|sign|subscribe|stay|keep|don['’]t miss|receive|enjoy|support|help us|discover|try|"
    r"become|unlock|download|register|access|start|save up|be the first|listen and subscribe|we have|your|while you)\b",
    "advert": r"\badvert(?:isement|ising|orial|entie|isements)?\b|\bsponsor(?:ed|s)?\b|\bpromoted?\b|\bpaid (?:content|post|for by|partnership)\b|"
    r"\bcommission\b.{0,60}|\baffiliate\b|\bpartner(?:s|ed)? (?:content|offers?)\b|\bfrom our partners\b|\bvouchers?\b|"
    r"\b(?:discount|promo|coupon) codes?\b|\bwith code\b|\b\d{1,2}% off\b|\$\d{1,4} off\b|\bbuy (?:now|here|tickets)\b|\bshop now\b|"
    r"\border (?:a copy|now|yours|from)\b|\bcan be ordered\b|\bclick (?:here|through)\b|\bclick for\b|\bbet responsibly\b|"
    r"\b18\+|\bt&cs apply\b|\bgamble(?:aware| responsibly)\b|\btogether with\b|\bpresented by\b|\bbrought to you by\b|"
    r"\bin partnership with\b|\bour shop\b|\bbookshop\b|\bdeal of the day\b|\bfree (?:delivery|shipping|p&p)\b|\btext ad\b|"
    r"\bearn (?:up to|in dollars|money)\b|\b(?:doctors|experts|dentists|neighbou?rs) hate\b|\bone weird\b|\bit['’]s genius\b|"
    r"\bsimple(?:st)? (?:way|trick)\b|\bproven ways\b|\btaboola\b|\boutbrain\b|\bad feedback\b|\bspecial offer\b|\blimited time\b|"
    r"\bprices? (?:correct|may vary|from)\b|^[£$€]\d[\d.,]{0,8} (?:from|at) ",
    "ad_mark": r"^\W{0,3}(?:a ?d ?v ?e ?r ?t ?i ?s ?e ?m ?e ?n ?t|ad|ads|advert|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|"
    r"sponsored(?: content)?|promoted(?: content| stories)?|paid content|around the web)(?: - .{0,30})?\W{0,3}$",
    "legal": r"\bcookies?\b|\bprivacy\b|\bcopyright\b|©|\(c\) ?\d{4}|\ball rights reserved\b|\bterms (?:of|and|&)\b|\bdisclaimer\b|"
    r"\blicen[cs](?:e|ed|ing|es)\b|\breproduc(?:e|ed|tion)\b|\brepublish(?:ed|ing)?\b|\breuse this\b|\bredistribut\w{1,6}|\bsyndicated feed\b|"
    r"\bunsubscribe\b|\bforward-looking\b|\bregistered (?:in|office|charity|company)\b|\bcompany (?:number|no)\b|"
    r"\bis not responsible\b|\bexternal (?:sites|links)\b|\bregulat(?:or|ed)\b.{0,60}\b(?:complaint|standards|independent)\b|"
    r"\b(?:editorial|our) (?:standards|code|guidelines|policy|principles|policies)\b|\bcomment(?:s|ing)? policy\b|\bcreative commons\b|"
    r"\bfinancial advice\b|\binvestment advice\b|\bdoes not constitute\b|\bfor information(?:al)? purposes\b|\bcomplaints?\b.{0,40}\b(?:editor|contact)\b|"
    r"\bpermissions?\b|\bpurchase licens\w{1,4} rights\b|\bgdpr\b|\bconsent\b.{0,30}\b(?:cookies|partners)\b|"
    r"\bdo(?:es)? not (?:necessarily )?(?:reflect|represent) the (?:views|opinions)\b|\bactual results\b",
    "bio": r"\b(?:is|was) (?:a|an|the|our|deputy|senior|chief|editor|professor|associate|based|co-?author|author|currently|political)\b.{0,90}|"
    r"\bis (?:professor|director|editor|correspondent|reporter)\b|\bthe (?:writer|author) is\b|\bcovers\b|\bwrites (?:about|on|for|a)\b|"
    r"\breports on\b|\b(?:his|her|their) (?:latest |new |first |last |next |most recent )?(?:book|novel|column|memoir|podcast|work|piece)\b|"
    r"\bi (?:cover|write|report)\b|\bviews (?:are|expressed)\b|\b(?:reach|follow|contact|e-?mail) (?:him|her|them|me)\b|\bi[’']m an? \w{3,14}\b|"
    r"\bis published by\b|\babout the authors?\b|\bjoined (?:the|us)\b|\bbased in\b|\bhas (?:written|reported|covered|worked)\b|\bauthor of\b|"
    r"\bat (?:her|his|their) own expense\b|\btrained as\b|\blives in\b|\bcolumn(?:ist)? (?:appears|runs|for)\b",
    "correction": r"\bcorrection\b|\bclarification\b|\bearlier version\b|\bprevious version\b|\boriginal version\b|\bamended\b|"
    r"\beditor['’]?s['’]? note\b|\bmis(?:stated|spelled|spelt|identified|attributed)\b|\bhas been (?:updated|corrected|amended|clarified)\b|"
    r"\bwas (?:updated|corrected|amended|edited) (?:on|at|to)\b|\bwe (?:apologise|regret)\b",
    "self_reference": r"\bthis (?:article|story|report|piece|page|post|newspaper|column|feature|interview|press release|release|"
    r"website|site|newsletter|email|content|transcript|video|podcast|live ?blog|material)\b",
    "reporting_by": r"\b(?:reporting|writing|editing|edited|research(?:ed)?|translat(?:ed|ion)|compiled|design(?:ed)?|graphics?|"
    r"words|produced|production|copy-?edited|fact-?checked|illustrations?|analysis|data) (?:by|from|and|in)\b|^\W{0,2}with (?:files|agencies|"
    r"reporting|additional|input|inputs)\b|\bcontributed\b|\bnewswires?\b|\bwith inputs?\b|\bwire (?:services|reports)\b|"
    r"\bnews agenc(?:y|ies)\b|\bsupported by\b|\bfunded by\b|\bgrant from\b",
    "source_label": r"^\W{0,3}(?:image |photo |picture |data |video )?(?:sources?|data|analysis|research|graphics?|maps?|charts?|figures|"
    r"credits?|translation|illustrations?|image source)\s{0,2}[:,]",
    "picture_label": r"^\W{0,3}(?:main |top |cover |file |lead |all )?(?:photos?|photographs?|photography|pictures?|pics?|images?|illustrations?|"
    r"graphics?|videos?|words|text|story)(?: credit| by| courtesy)?\s{0,2}[:©]|^(?:photography|photographs|pictures|photos|words|text|story) by\b",
    "picture_credit": r"\b(?:photo|photograph|picture|image|pic)s?(?: credit| courtesy| by)? ?[:/] ?\S|\bgetty\b|\bshutterstock\b|\bistock\b|"
    r"\bunsplash\b|\balamy\b|\bepa\b|\b(?:file|handout|courtesy|press|stock|archive|agency) (?:photo|picture|image|photograph)\b|\(supplied\)|\(courtesy|"
    r"\bsupplied(?: by)?\b.{0,12}$|\bcourtesy of\b|\bhandout\b|\bphoto by\b|\bpictured by\b|\ball rights\b|©",
    "caption_label": r"^\W{0,3}(?:image|media|photo|video|picture) caption\b|^(?:left|right|clockwise|from left|above|below|top|pictured|"
    r"l-r|\(l-r\)|left to right|inset|main picture|all hands|in this)\b.{0,20}[:,]?|"
    r"\((?:left|right|l|r|centre|center|pictured|above)\)|\bpictured\b|\bfile photo\b",
    "player": r"\bloading\b|\bplayer\b|\bplay(?:back)?\b.{0,10}$|\bthis video\b|\bvideo (?:can|is|cannot|unavailable)\b|\bduration\b|"
    r"\blisten (?:to|now)\b|\bwatch (?:now|live|video)\b|\bunmute\b|\bskip\b|^\W{0,2}\d{1,2}:\d\d\W{0,2}$|\bjavascript\b|\bbrowser\b|"
    r"\bshow (?:caption|more|less|all)\b|\bhide caption\b|\bfull ?screen\b|\breplay\b|\bview (?:image|gallery|in)\b|\bopen (?:image|in)\b|"
    r"\bitem \d|\bsummary of this\b|\bai-generated\b|\bfast\b$|\btext size\b|\baudio\b",
    "reading_time": r"^\W{0,2}\d{1,3}[ -](?:min(?:ute)?s?)\b(?:\W{0,2}read)?\W{0,2}$|\bmin(?:ute)?s?\.? read\b|\breading time\b|\bmins? listen\b",
    "warning": r"\b(?:warning|content note|trigger|distressing|graphic|disturbing|spoilers?)\b.{0,60}|\bthis (?:story|article|report) (?:contains|describes|"
    r"includes|mentions|discusses)\b|\bsamaritans\b|\bhelpline\b",
    "company": r"^\W{0,2}(?:about|notes? to editors?|media (?:contacts?|enquiries)|press (?:contacts?|office|enquiries)|contacts?|"
    r"investor relations|ends|###|-?ends-?|source|embargoed|for immediate release|for (?:more|further) information|for interviews|"
    r"contact for media|media relations|boilerplate|view original)\b|\bpress office\b|\btel(?:ephone)?\b[.:]|\bfor interviews\b|\bfounded in\b|"
    r"\bhead of (?:communications|media|press)\b|\bavailable (?:on request|to journalists)\b|\bembargo",
    "related_open": r"^\W{0,3}(?:read|also|see|more|related|watch|listen|next|previous|go deeper|don['’]t miss|recommended|further|you may|"
    r"from the archives?|in pictures|explained?r?|live|opinion|analysis|podcast|video|gallery|must|up next|trending|next story|previous story|"
    r"must[- ]read|quiz|here['’]s)\b.{0,20}[:|»>–—]",
    "related_head": r"^\W{0,3}(?:(?:more|most|related|recommended|trending|popular|latest|top|similar|suggested|similarly|editor['’]?s['’]?|our|keep|explore|"
    r"also|other|people|you|what|read|around|elsewhere|in case|don['’]t|must|further|see|up|next|today['’]s|in other)\s"
    r"(?:.{0,14}\s)?(?:news|read|reading|viewed|stories|story|articles?|topics?|links?|coverage|about|on|in|from|for you|popular|"
    r"picks?|top picks|like|next|also|watched|shared|commented|exploring|more|section|worth reading|content|posts?|reads|headlines|"
    r"it|missed it|miss|this week|videos?|web|internet links|enjoy|interested)|related|recommended|trending|tags?|topics?|"
    r"tagged under|filed under|keywords|more|most popular|most read|read next|read more|see also|also read|up next)\b.{0,24}$",
    "tag_label": r"^\W{0,2}(?:tags?|topics?|tagged(?: under)?|filed under|keywords|categor(?:y|ies)|more on|in this article|sections?|"
    r"jump to|contents|on this page|table of contents|related topics|explore)\b\s{0,2}:?",
    "nav": r"^\W{0,3}(?:back to|skip to|next|previous|prev|return to|go to|page|continue|home|menu|search|close|top|load more|see all|view all|"
    r"show more|newer|older|first|last|jump to|scroll|print|click to|expand|collapse|newest first|oldest first|filters?|key events|"
    r"breadcrumb|you are here|overview|contents)\b.{0,22}$|[›»>«‹→←]",
    "page_number": r"^\W{0,2}(?:page |image |photo |slide |item |part )?\d{1,3} ?(?:/|of|von|sur|de) ?\d{1,3}\W{0,2}$",
    "section_name": rf"^\W{{0,3}}(?:the )?(?:{SECTIONS})(?:\s?[/>|»›·&-]\s?(?:{SECTIONS}|[\w' ]{{3,24}}))?\W{{0,3}}$",
    "byline_open": r"^\W{0,2}(?:by|words by|written by|story by|text by|reported by|report by|analysis by|compiled by|review by|interview by|"
    r"as told to|photography by|photographs by|photos by|pictures by|with|words|text|pictures|photographs|von|par|por)\s?:?\s(?=[A-ZÀ-Þ])",
    "job": rf"\b(?:{JOBS})\b",
    "job_end": rf"\b(?:{JOBS})\W{{0,3}}$",
    "reports_from": r"\breports? from\b|\b(?:writes|reports)\W{0,2}$|\bin [A-Z][a-z]{2,14}(?: [A-Z][a-z]{2,14})?$|\bat [A-Z][\w' ]{3,24}$",
    "stamp": r"\b(?:published|updated|posted|modified|issued|created|first published|last (?:updated|modified)|date|upd)\b",
    "time_ago": r"\b(?:\d{1,3}|an?) (?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago\b|\b\d{1,2}[hmd] ago\b|\bjust now\b|^today\b|^yesterday\b",
    "month": rf"\b{MONTH}\b",
    "weekday": rf"\b{DAY}\b",
    "clock": r"\b\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|\b\d{1,2} ?[ap]\.?m\b\.?",
    "time_zone": r"\b(?:gmt|bst|utc|cest|cet|est|edt|pst|pdt|ist|aest|awst|sast|eat|wat|et|jst|mt|hrs|pm|am)\b",
    "year": r"\b(?:19|20)\d\d\b",
    "numeric_date": r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b",
    "email": r"[\w.+-]{1,60}@[\w-]{1,60}\.\w",
    "address": r"\bhttps?://|\bwww\.|\bpic\.twitter|\bt\.co/",
    "said": r"\b(?:said|says|told|added|asked|added|explained|warned|insisted|according to)\b",
    "to_be": r"\b(?:is|are|was|were|has|have|had|will|would|can|could|been|be|did|does|do|should|must|may|might)\b",
    "negation": r"\b(?:not|never|no|nobody|nothing)\b|n['’]t\b",
    "pronoun": r"\b(?:he|she|they|it|him|his|them|their|its)\b",
    "first_person": r"\b(?:i|i['’]m|i['’]ve|i['’]d|my|me|we|we['’]re|our|us)\b",
    "second_person": r"\b(?:you|your|you['’]re|yours|yourself)\b",
    "article_word": r"\b(?:the|a|an)\b",
    "question_word": r"^\W{0,2}(?:who|what|when|where|why|how|which|is|are|can|could|should|will|does|do|did|was|so|and)\b",
    "in_short": r"^\W{0,3}(?:in short|in brief|key points?|at a glance|highlights|summary|by the numbers|key (?:facts|figures|takeaways|events|dates)|"
    r"the (?:details|background|context|verdict|bottom line|big picture|reaction|table|numbers)|what (?:we know|happened|next)|timeline|background|"
    r"ingredients|method|directions|serves|details|scorers|results?|final scores?|verdict|pros|cons|specifications?)\W{0,3}$",
    "team_sheet": r"^(?:[\w’' .&()-]{2,40}:)\s.{0,200}[,;]|\b(?:ref(?:eree)?|subs?|att(?:endance)?|umpires?|toss|points|goals?|scorers?|ht|ft|man of the match|"
    r"booked|venue|possession|shots)\s?:",
    "score": r"\b\d{1,3}[-–/]\d{1,3}\b",
    "measure": r"\d ?(?:%|per cent|percent|km|m|cm|mm|kg|g|ml|l|mph|km/h|kwh|mw|gb|°c|c|f|pts?|p|mins?|minutes|hours|tbsp|tsp|oz|lb)\b|[£$€]\d",
    "recipe": r"\b(?:tbsp|tsp|tablespoons?|teaspoons?|cups?|grams?|\d{1,4} ?(?:g|ml)|pinch|handful|cloves?|chopped|sliced|peeled|grated|diced|minced)\b",
    "candidate": r"\((?:ind|lab|con|lib dem|green|snp|dem|rep|plaid|d|r|i|dup|sf)\)",
    "star_rating": r"[★☆⭐]",
    "sound_cue": r"^[\[(].{1,60}[\])]$",
    "separator": r"^[\W_]{1,40}$",
    "dateline_open": r"^[A-ZÀ-Þ][A-ZÀ-Þ'’. -]{2,30}(?:, [\w .]{2,30})? ?(?:\([\w /.,-]{2,40}\))? ?[-–—:]",
    "headline_colon": r"^[^:.?!]{3,45}: \S",
    "headline_quote": r"(?:^| )['‘][^'’]{3,60}['’](?:$|[ :,])",
    "and_list": r",.{0,60},",
    "signature": r"^\W{0,2}(?:name (?:withheld|supplied)|yours|sincerely)\b|^[—–-] ?[A-Z]",
    "attributed": r"[”\"'’] ?[–—-] ?\S.{2,80}$",
    "live_note": r"\blive ?blog\b|\bas it happened\b|\bthat['’]s (?:a wrap|all)\b|\bkey events\b|\bupdated at\b",
}  # fmt: skip
CUES = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _CUES.items()}


def find_cues(text: str) -> Iterator[str]:
    """Name the cues that a line holds."""
    seen = text[:SEEN_CHARS]
    for name, pattern in CUES.items():
        if pattern.search(seen):
            yield name
    if AGENCY.search(seen):
        yield "agency"
