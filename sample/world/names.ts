// The names of the ordinary staff: invented people in the scripts that real exports hold, with the logins they bear.

export interface StaffName {
  readonly first: string;
  readonly last: string;
  /** The part before the @, always ASCII. */
  readonly login: string;
}

const text = `
Amelia Hartwell amelia.hartwell
Oscar Pemberton oscar.pemberton
Isla Thornbury isla.thornbury
Felix Ashdown felix.ashdown
Nora Kingsley nora.kingsley
Hugo Wetherby hugo.wetherby
Clara Fairbourne clara.fairbourne
Miles Stanhope miles.stanhope
Edith Marlowe edith.marlowe
Rupert Langdale rupert.langdale
Imogen Blythe imogen.blythe
Desmond Achebe-Cole desmond.achebe-cole
Maeve O’Dwyer maeve.odwyer
Callum Rhys-Evans callum.rhys-evans
Theodora Winslow theodora.winslow
Quentin Harrowgate quentin.harrowgate
Jürgen Brückner juergen.brueckner
Käthe Sträßer kaethe.straesser
Lüder Hößlin lueder.hoesslin
Annelie Vogt annelie.vogt
Götz Ziegenbein goetz.ziegenbein
Friederike Röhl friederike.roehl
Matthäus Kürschner matthaeus.kuerschner
Wiebke Möllendorf wiebke.moellendorf
Élodie Garçon elodie.garcon
Benoît Lefèvre benoit.lefevre
Maëlle Crépeau maelle.crepeau
Aurèle Desbœufs aurele.desboeufs
Noémie Châtelain noemie.chatelain
Loïc Bérenger loic.berenger
Inés Villaseñor ines.villasenor
Joaquín Ibáñez joaquin.ibanez
Begoña Urrutia begona.urrutia
Álvaro Peñalver alvaro.penalver
Xóchitl Ybarra xochitl.ybarra
Nicolás Güemes nicolas.guemes
João Magalhães joao.magalhaes
Conceição Brandão conceicao.brandao
Inácio Falcão inacio.falcao
Luísa Simões luisa.simoes
Łukasz Wiśniowski lukasz.wisniowski
Małgorzata Źrebiec malgorzata.zrebiec
Grażyna Ścibor grazyna.scibor
Jędrzej Kołodziej jedrzej.kolodziej
Tomáš Dvořáček tomas.dvoracek
Kateřina Šťastná katerina.stastna
Ondřej Říha ondrej.riha
Zdeňka Křížová zdenka.krizova
Åsa Björkman asa.bjorkman
Göran Sjöstedt goran.sjostedt
Søren Ødegård soren.odegard
Þórdís Ægisdóttir thordis.aegisdottir
Päivi Häkkilä paivi.hakkila
Jörmun Ästrand jormun.astrand
Çağla Yıldırmaz cagla.yildirmaz
İlker Gündoğan ilker.gundogan
Şule Özbek sule.ozbek
Ömer Kılıçaslan omer.kilicaslan
Réka Szőke reka.szoke
Gergő Nyúl gergo.nyul
Ștefan Țurcanu stefan.turcanu
Ilinca Bălănescu ilinca.balanescu
Žydrūnas Čepaitis zydrunas.cepaitis
Ģirts Ķīlis girts.kilis
Ελένη Παπαδάκη eleni.papadaki
Νικόλαος Στεργίου nikolaos.stergiou
Δήμητρα Βλάχου dimitra.vlachou
Γιώργος Ξενάκης giorgos.xenakis
Αικατερίνη Ψαρρού aikaterini.psarrou
Θεόδωρος Χατζής theodoros.chatzis
Ιωάννα Μαυρίδη ioanna.mavridi
Λεωνίδας Κόκκινος leonidas.kokkinos
Φωτεινή Ζαφείρη foteini.zafeiri
Παύλος Ράπτης pavlos.raptis
Ольга Журавлёва olga.zhuravleva
Дмитрий Щукарёв dmitry.shchukarev
Светлана Вьюгина svetlana.vyugina
Артём Подгорный artyom.podgorny
Людмила Ефимцева lyudmila.yefimtseva
Кирилл Ястребцов kirill.yastrebtsov
Надежда Цаплина nadezhda.tsaplina
Ївга Ґудзенко yivha.gudzenko
Остап Їжакевич ostap.yizhakevych
Соломія Щербина solomiia.shcherbyna
Богдан Чайківський bohdan.chaikivskyi
Десислава Йорданчева desislava.yordancheva
Љубица Ђорђић ljubica.djordjic
Његош Џамбас njegos.dzambas
Bảo Trân Nguyễn bao-tran.nguyen
Đức Thịnh Trần duc-thinh.tran
Thị Mỹ Hạnh Lê my-hanh.le
Quốc Khải Phạm quoc-khai.pham
Thùy Dương Hoàng thuy-duong.hoang
Hữu Phước Đặng huu-phuoc.dang
Ngọc Ánh Vũ ngoc-anh.vu
Tấn Lộc Bùi tan-loc.bui
Kiều Oanh Đỗ kieu-oanh.do
Vĩnh Xuân Huỳnh vinh-xuan.huynh
ليلى الحسني layla.alhasani
كريم بن·عمّار karim.benammar
نور الزهراوي nour.alzahrawi
يوسف القيسي yousef.alqaysi
هدى الشمّري huda.alshammari
طارق المرعشي tariq.almarashi
سلمى بوعزيز salma.bouaziz
فيصل الدوري faisal.aldouri
رانيا الخطّابي rania.alkhattabi
زياد المنصوري ziad.almansouri
נועה בן·ארצי noa.benartzi
איתן שפיגלמן eitan.shpigelman
תמר אלקיים tamar.elkayam
אורי גולדרינג uri.goldring
שירה מזרחיאן shira.mizrachian
דניאל קרליבך daniel.karlibach
יעל רוזנצוויג yael.rosenzweig
עמית חזקיהו amit.chizkiyahu
婷 欧阳 ting.ouyang
浩然 司徒 haoran.situ
雨桐 邓 yutong.deng
志强 慕容 zhiqiang.murong
思琪 薛 siqi.xue
建国 诸葛 jianguo.zhuge
梦瑶 覃 mengyao.qin
子轩 尉迟 zixuan.yuchi
佳怡 鄢 jiayi.yan
俊杰 东方 junjie.dongfang
静香 白鳥 shizuka.shiratori
健太郎 五十嵐 kentaro.igarashi
美咲 小鳥遊 misaki.takanashi
翔太 勅使河原 shota.teshigawara
さくら 一条 sakura.ichijo
大輔 九条 daisuke.kujo
遥 東雲 haruka.shinonome
拓海 御子柴 takumi.mikoshiba
ひなた 竜崎 hinata.ryuzaki
エミリ 朝比奈 emiri.asahina
서연 남궁 seoyeon.namgung
민준 제갈 minjun.jegal
지우 선우 jiwoo.seonwoo
하은 황보 haeun.hwangbo
도윤 독고 doyun.dokgo
수아 사공 sua.sagong
예준 서문 yejun.seomun
채원 탁 chaewon.tak
Adaeze Nwachukwu-Bello adaeze.nwachukwu
Babajide Ọládípọ̀ babajide.oladipo
Ọmọ́tọ́lá Àkànní omotola.akanni
Wanjirũ Mũriithi wanjiru.muriithi
Tendai Chikowore tendai.chikowore
Nomvula Dlamalenze nomvula.dlamalenze
Keala Kahanamokuʻole keala.kahanamokuole
Aroha Te·Whāiti aroha.tewhaiti
Ananya Chattopadhyaya ananya.chattopadhyaya
Vikram Subrahmanyan vikram.subrahmanyan
Meenakshi Gopalaswamy meenakshi.gopalaswamy
Arjun Deshpandekar arjun.deshpandekar
Putri Wulandaristi putri.wulandaristi
Bagus Prasetyawan bagus.prasetyawan
Marisol Dimaculangan marisol.dimaculangan
Crisanto Macapinlac crisanto.macapinlac
Ignatius Featherstonehaugh ignatius.featherstone
Prudence Oakhanger prudence.oakhanger
Silas Broadribb silas.broadribb
Harriet Lindisfarne harriet.lindisfarne
Barnaby Quickmire barnaby.quickmire
Rosalind Tewkes rosalind.tewkes
Ottoline Hexworth ottoline.hexworth
Jasper Nightingill jasper.nightingill
Saoirse Mac·Gabhann saoirse.macgabhann
Fearghal Ó·Dubhthaigh fearghal.odubhthaigh
Angharad Llywellan angharad.llywellan
Eilidh MacAskwith eilidh.macaskwith
Giacomo Bellaspina giacomo.bellaspina
Fiammetta Orsolini fiammetta.orsolini
Niccolò Settembrani niccolo.settembrani
Chiara Valmorin chiara.valmorin
Willemijn van·der·Hagenoord willemijn.hagenoord
Joost ’t·Hartveld joost.hartveld
Liesbeth Ypenburgh liesbeth.ypenburgh
Xander de·Rooswijck xander.derooswijck
Mirela Đurašković mirela.duraskovic
Žarko Šimunjak zarko.simunjak
Špela Črnigojc spela.crnigojc
Erjona Çelnikasi erjona.celnikasi
Αναστασία Θεοτοκάτου anastasia.theotokatou
Σπυρίδων Ψυχάρης spyridon.psycharis
Євген Ґалаґанюк yevhen.galaganiuk
Таисия Объедкова taisiya.obyedkova
Phương Thảo Lưu phuong-thao.luu
Mạnh Quân Tạ manh-quan.ta
لمى الفارسي lama.alfarisi
רותם אבירן rotem.aviran
晓雯 夏侯 xiaowen.xiahou
蒼 早乙女 ao.saotome
유나 명 yuna.myeong
`;

/** One line of the list. Its last two blanks part the columns; a middle dot stands for a blank inside a name. */
function nameOf(line: string): StaffName {
  const parts = line.split(' ');
  const login = parts.at(-1) ?? '';
  const last = parts.at(-2) ?? '';
  const first = parts.slice(0, -2).join(' ');
  return { first: first.replaceAll('·', ' '), last: last.replaceAll('·', ' '), login };
}

/** In the order of the list; logins are unique. */
export const staffNames: readonly StaffName[] = text.trim().split('\n').map(nameOf);
