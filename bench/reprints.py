#!/usr/bin/env python3
"""How well `depeche article compare` tells reprints from other articles: some four thousand made-up pairs in English, French and Chinese.

    python3 bench/reprints.py build/release/src/depeche

Prints precision and recall, and what was judged right by kind of pair and language. Fails when a target is missed.
"""
import collections
import json
import random
import subprocess
import sys

# Clauses that are put together to sentences: {n} a number, {w} who, {t} what, {p} where.
WORDS = {
    "en": {
        "who": "the mayor|the harbour board|a union leader|the energy minister|two researchers|the opposition|a shipping company|local residents|the central bank|"
               "a court in the capital|the football club|three witnesses|the health agency|a farmers' group|the airline",
        "did": "announced|rejected|delayed|approved|criticised|confirmed|denied|questioned|defended|launched|cancelled|welcomed|suspended|proposed|reviewed",
        "what": "a plan to dredge the northern channel|the new tax on ferry tickets|a strike over night shifts|the closure of the old power station|"
                "a study on coastal erosion|the budget for school canteens|a contract for electric buses|the sale of the grain terminal|limits on short-term rentals|"
                "an inquiry into the bridge collapse|the transfer of the goalkeeper|subsidies for organic wheat|flights to the islands|"
                "a vaccine campaign in rural clinics|the merger of two hospitals",
        "when": "on Monday|late on Tuesday|earlier this week|after a heated meeting|at a press conference|in a written statement|before parliament|"
                "following months of talks|despite heavy rain|with little warning",
        "why": "because costs had risen by {n} percent|after an audit found {n} errors|to save {n} million euros a year|since only {n} people had signed up|"
               "as demand fell for the {n}th month|although {n} objections were filed|so that {n} jobs could be kept|even if {n} families must move",
        "more": "{w} is expected to answer within {n} days.|The decision affects about {n} households in {p}.|{w} declined to comment on {t}.|"
                "A similar dispute in {p} lasted {n} weeks.|Work should begin in {n} months, according to {w}.|Documents seen by reporters mention {t}.|"
                "In {p}, shops closed early and {w} marched to the town hall.",
        "where": "the old port|the eastern suburbs|Saint-Elme|the valley|Northgate|the lake district|Hartwell|the fishing quarter",
        "main": "{w} {d} {t} {when}, {why}.",
        "frame": ("Port Gazette. News, sport and weather from the harbour. By our newsroom.",
                  "Subscribe to the Port Gazette for unlimited access to our journalism. Follow us on social media. All rights reserved. Contact the newsroom with a tip."),
        "agency": ("PORT CITY (Agency) - ", "(Reporting by A. Lee and B. Park; editing by C. Moore)")},
    "fr": {
        "who": "le maire|le conseil du port|une responsable syndicale|la ministre de l'énergie|deux chercheurs|l'opposition|une compagnie maritime|des riverains|"
               "la banque centrale|le tribunal administratif|le club de football|trois témoins|l'agence de santé|un groupement d'agriculteurs|la compagnie aérienne",
        "did": "a annoncé|a rejeté|a reporté|a approuvé|a critiqué|a confirmé|a démenti|a contesté|a défendu|a lancé|a annulé|a salué|a suspendu|a proposé|a réexaminé",
        "what": "un projet de dragage du chenal nord|la nouvelle taxe sur les billets de ferry|une grève contre le travail de nuit|la fermeture de l'ancienne centrale|"
                "une étude sur l'érosion du littoral|le budget des cantines scolaires|un contrat pour des bus électriques|la vente du terminal céréalier|"
                "la limitation des locations saisonnières|une enquête sur l'effondrement du pont|le transfert du gardien de but|des aides au blé biologique|"
                "les liaisons vers les îles|une campagne de vaccination rurale|la fusion de deux hôpitaux",
        "when": "lundi|mardi soir|en début de semaine|après une réunion houleuse|lors d'une conférence de presse|dans un communiqué|devant les députés|"
                "après des mois de discussions|malgré de fortes pluies|sans prévenir",
        "why": "parce que les coûts avaient augmenté de {n} pour cent|après un audit qui relève {n} erreurs|pour économiser {n} millions d'euros par an|"
               "puisque seules {n} personnes s'étaient inscrites|alors que la demande recule depuis {n} mois|malgré {n} recours déposés|"
               "afin de préserver {n} emplois|même si {n} familles doivent déménager",
        "more": "{w} doit répondre sous {n} jours.|La décision touche environ {n} foyers à {p}.|{w} n'a pas souhaité commenter {t}.|"
                "Un conflit semblable à {p} avait duré {n} semaines.|Les travaux commenceraient dans {n} mois, selon {w}.|"
                "Des documents consultés par la rédaction évoquent {t}.|À {p}, les commerces ont fermé tôt et {w} a défilé jusqu'à la mairie.",
        "where": "Vieux-Port|Saint-Elme|Porte-Nord|Hautval|Trois-Lacs|Bellerive|Kermor",
        "main": "{w} {d} {t} {when}, {why}.",
        "frame": ("La Gazette du Port. Actualités, sports et météo du littoral. Par la rédaction.",
                  "Abonnez-vous à La Gazette du Port pour un accès illimité à nos articles. Suivez-nous sur les réseaux sociaux. Tous droits réservés. "
                  "Contactez la rédaction."),
        "agency": ("PORT-VILLE, 23 novembre (Agence) - ", "(Reportage A. Lee, édité par C. Moreau)")},
    "zh": {
        "who": "市长|港口管理局|工会负责人|能源部长|两名研究人员|反对党|一家航运公司|附近居民|中央银行|首都一家法院|足球俱乐部|三名目击者|卫生部门|农民协会|航空公司",
        "did": "宣布了|否决了|推迟了|批准了|批评了|证实了|否认了|质疑了|支持了|启动了|取消了|欢迎|暂停了|提出了|重新审查了",
        "what": "疏浚北航道的计划|新的渡轮票税|针对夜班的罢工|旧发电厂的关闭|海岸侵蚀研究报告|学校食堂预算|电动公交车合同|粮食码头的出售|短租房限制措施|对大桥垮塌的调查|"
                "守门员的转会|有机小麦补贴|飞往各岛的航班|乡村诊所疫苗接种活动|两家医院的合并",
        "when": "周一|周二晚间|本周早些时候|在激烈的会议之后|在新闻发布会上|在书面声明中|在议会上|经过数月谈判后|尽管大雨|突然",
        "why": "因为成本上涨了百分之{n}|此前审计发现了{n}处错误|以便每年节省{n}百万欧元|因为只有{n}人报名|由于需求连续{n}个月下降|尽管收到{n}份反对意见|以保住{n}个工作岗位|"
               "即使{n}户家庭必须搬迁",
        "more": "{w}预计在{n}天内作出答复。|这一决定影响{p}约{n}户居民。|{w}拒绝就{t}发表评论。|{p}类似的纠纷曾持续{n}周。|据{w}介绍，工程将在{n}个月后开始。|"
                "记者看到的文件提到{t}。|在{p}，商店提前关门，{w}游行至市政厅。",
        "where": "老港区|东郊|圣埃尔姆|山谷|北门|湖区|哈特韦尔|渔人区",
        "main": "{w}{when}{d}{t}，{why}。",
        "frame": ("港口公报：来自港口的新闻、体育与天气。本报编辑部。",
                  "订阅港口公报，无限制阅读我们的报道。在社交媒体上关注我们。版权所有，未经许可不得转载。欢迎向编辑部提供线索。"),
        "agency": ("港城11月23日电 ", "（记者 李安 编辑 王明）")}}


class Desk:
    """Writes articles in one language, as lists of sentences."""

    def __init__(self, language):
        self.random = random.Random(language)
        self.words = {k: v.split("|") if isinstance(v, str) and k != "main" else v for k, v in WORDS[language].items()}
        self.gap = "" if language == "zh" else " "

    def pick(self, kind):
        return self.random.choice(self.words[kind])

    def sentence(self, whole=False):
        form = self.words["main"] if whole or self.random.random() < 0.5 else self.pick("more")
        number = self.random.randrange(3, 900)
        made = form.format(w=self.pick("who"), d=self.pick("did"), t=self.pick("what"), when=self.pick("when"), p=self.pick("where"), n=number,
                           why=self.pick("why").format(n=number + 1))
        return made[0].upper() + made[1:]

    def article(self, sentences, whole=False):
        return [self.sentence(whole) for _ in range(sentences)]

    def text(self, sentences):
        paragraphs, at = [], 0
        while at < len(sentences):
            size = self.random.choice((1, 2, 2, 3))
            paragraphs.append(self.gap.join(sentences[at:at + size]))
            at += size
        return "\n\n".join(paragraphs)

    def framed(self, sentences):
        above, below = self.words["frame"]
        return f"{above}\n\n{self.text(sentences)}\n\n{below}"

    def by_agency(self, sentences):
        above, below = self.words["agency"]
        return f"{above}{self.text(sentences)}\n\n{below}"

    def edited(self, sentences):
        """Small edits, one for eight sentences: one left out, two exchanged, one new, a word less, another mark."""
        out = list(sentences)
        for _ in range(max(1, len(out) // 8)):
            at, edit = self.random.randrange(len(out)), self.random.randrange(5)
            if edit == 0:
                del out[at]
            elif edit == 1 and at + 1 < len(out):
                out[at], out[at + 1] = out[at + 1], out[at]
            elif edit == 2 and len(out) >= 10:
                out[at] = self.sentence()
            elif edit == 3:
                words = out[at].split(" ") if self.gap else list(out[at])
                del words[self.random.randrange(1, len(words) - 1)]
                out[at] = self.gap.join(words)
            else:
                out[at] = out[at].replace(".", "!", 1).replace("，", "、", 1)
        return out


def pairs_of(language):
    """(kind, a, b, whether they are copies)"""
    desk = Desk(language)
    for _ in range(150):
        size = desk.random.choice((5, 8, 12, 18, 25))
        one = desk.article(size)
        yield "reprint with small edits", desk.text(one), desk.text(desk.edited(one)), True
        yield "reprint in a site's frame", desk.framed(one), desk.text(one), True
        if size >= 8:
            yield "reprint cut by a quarter", desk.text(one), desk.text(one[:size * 3 // 4]), True
            yield "agency copy, other lede", desk.by_agency(one), desk.text(desk.article(1) + one[1:]), True
        if size >= 12:
            theirs = desk.article(2) + desk.edited(one)[1:] + desk.article(1)
            yield "agency copy, other ledes and trailer, framed", desk.by_agency(one), desk.framed(theirs), True
        yield "two articles", desk.text(desk.article(size)), desk.text(desk.article(size)), False
        yield "two articles that quote the same", desk.text(one), desk.text(one[:max(1, size // 5)] + desk.article(size)), False
        yield "two briefs in one frame", desk.framed(desk.article(desk.random.choice((2, 3, 4)), True)), \
            desk.framed(desk.article(desk.random.choice((2, 3, 4)), True)), False


def main():
    if len(sys.argv) != 2:
        sys.exit("reprints: wrong use: give the program: python3 bench/reprints.py build/release/src/depeche")
    pairs = [(language, *pair) for language in WORDS for pair in pairs_of(language)]
    lines = [json.dumps({"id": i, "lang": language, "a": a, "b": b}) for i, (language, _, a, b, _) in enumerate(pairs)]
    done = subprocess.run([sys.argv[1], "article", "compare"], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    counts, found = collections.Counter(), collections.Counter()
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        language, kind, _, _, copies = pairs[answer["id"]]
        found[copies, answer["duplicate"]] += 1
        counts[kind, language, answer["duplicate"] == copies] += 1
    for kind in dict.fromkeys(pair[1] for pair in pairs):
        right = {language: (counts[kind, language, True], counts[kind, language, True] + counts[kind, language, False]) for language in WORDS}
        print(f"{kind:46}" + "  ".join(f"{language} {a}/{b}" for language, (a, b) in right.items()))
    precision = found[True, True] / (found[True, True] + found[False, True])
    recall = found[True, True] / (found[True, True] + found[True, False])
    framed = [counts["two briefs in one frame", language, True] / 150 for language in WORDS]
    print(f"{len(pairs)} pairs: precision {precision:.4f} (at least .995), recall {recall:.4f} (.97), briefs in one frame kept apart {min(framed):.3f} (.97)")
    sys.exit(0 if precision >= 0.995 and recall >= 0.97 and min(framed) >= 0.97 else 1)


if __name__ == "__main__":
    main()
