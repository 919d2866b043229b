//! Zones by the names people look for: Chinese city names, cities that are no zone of their own,
//! abbreviations. Not complete on purpose (it travels in the wasm): the rest is found by its
//! English zone name.

/// One zone a line: `names=terms`. Several names, by `|`, are old and new names of one zone (the
/// engines list either), today's last. The first Chinese term is the label; terms in capitals are abbreviations,
/// which many zones may share.
const TABLE: &str = "\
Etc/GMT|Etc/UTC|UTC=协调世界时,世界时,零时区,GMT
Asia/Shanghai=上海,北京,中国,深圳,广州,杭州,beijing,shenzhen,guangzhou,china,CST
Asia/Urumqi=乌鲁木齐,新疆
Asia/Hong_Kong=香港,HKT
Asia/Macau=澳门
Asia/Taipei=台北,CST
Asia/Tokyo=东京,大阪,日本,osaka,japan,JST
Asia/Seoul=首尔,韩国,korea,KST
Asia/Singapore=新加坡,SGT
Asia/Kuala_Lumpur=吉隆坡,马来西亚
Asia/Jakarta=雅加达,WIB
Asia/Manila=马尼拉,菲律宾,PST
Asia/Bangkok=曼谷,泰国
Asia/Saigon|Asia/Ho_Chi_Minh=胡志明市,西贡,河内,越南,hanoi
Asia/Rangoon|Asia/Yangon=仰光,缅甸
Asia/Dhaka=达卡
Asia/Calcutta|Asia/Kolkata=加尔各答,新德里,孟买,班加罗尔,印度,delhi,mumbai,bangalore,bengaluru,india,IST
Asia/Colombo=科伦坡
Asia/Katmandu|Asia/Kathmandu=加德满都,尼泊尔
Asia/Karachi=卡拉奇,巴基斯坦,islamabad,PKT
Asia/Kabul=喀布尔
Asia/Tashkent=塔什干
Asia/Almaty=阿拉木图
Asia/Tehran=德黑兰,伊朗
Asia/Dubai=迪拜,阿联酋,abu dhabi
Asia/Riyadh=利雅得,沙特
Asia/Qatar=卡塔尔,多哈,doha
Asia/Kuwait=科威特
Asia/Baghdad=巴格达
Asia/Jerusalem=耶路撒冷,特拉维夫,以色列,tel aviv,IST,IDT
Asia/Beirut=贝鲁特
Asia/Ulaanbaatar=乌兰巴托,蒙古
Asia/Yekaterinburg=叶卡捷琳堡
Asia/Novosibirsk=新西伯利亚
Asia/Irkutsk=伊尔库茨克
Asia/Vladivostok=符拉迪沃斯托克,海参崴
Europe/London=伦敦,英国,uk,GMT,BST
Europe/Dublin=都柏林,爱尔兰,GMT,IST
Europe/Lisbon=里斯本,WET,WEST
Europe/Madrid=马德里,西班牙,barcelona
Europe/Paris=巴黎,法国,CET,CEST
Europe/Brussels=布鲁塞尔
Europe/Amsterdam=阿姆斯特丹,荷兰
Europe/Luxembourg=卢森堡
Europe/Berlin=柏林,法兰克福,慕尼黑,德国,frankfurt,munich,germany,CET,CEST
Europe/Zurich=苏黎世,日内瓦,瑞士,geneva
Europe/Rome=罗马,米兰,意大利,milan
Europe/Vienna=维也纳
Europe/Prague=布拉格
Europe/Warsaw=华沙,波兰
Europe/Budapest=布达佩斯
Europe/Copenhagen=哥本哈根
Europe/Oslo=奥斯陆
Europe/Stockholm=斯德哥尔摩,瑞典
Europe/Helsinki=赫尔辛基,EET,EEST
Europe/Kiev|Europe/Kyiv=基辅
Europe/Minsk=明斯克
Europe/Bucharest=布加勒斯特
Europe/Athens=雅典,希腊,EET,EEST
Europe/Istanbul=伊斯坦布尔,土耳其,ankara
Europe/Moscow=莫斯科,俄罗斯,st petersburg,MSK
Atlantic/Reykjavik=雷克雅未克,冰岛,iceland
Africa/Cairo=开罗,埃及
Africa/Casablanca=卡萨布兰卡,摩洛哥
Africa/Lagos=拉各斯,尼日利亚,WAT
Africa/Nairobi=内罗毕,肯尼亚,EAT
Africa/Johannesburg=约翰内斯堡,南非,cape town,SAST
America/New_York=纽约,华盛顿,波士顿,亚特兰大,迈阿密,washington,boston,atlanta,miami,EST,EDT,ET
America/Toronto=多伦多,渥太华,ottawa,EST,EDT
America/Chicago=芝加哥,达拉斯,休斯敦,dallas,houston,CST,CDT,CT
America/Denver=丹佛,MST,MDT,MT
America/Phoenix=菲尼克斯,凤凰城,arizona,MST
America/Los_Angeles=洛杉矶,旧金山,西雅图,硅谷,san francisco,seattle,silicon valley,las vegas,PST,PDT,PT
America/Vancouver=温哥华,PST,PDT
America/Anchorage=安克雷奇,阿拉斯加,AKST,AKDT
Pacific/Honolulu=火奴鲁鲁,檀香山,夏威夷,hawaii,HST
America/St_Johns=圣约翰斯,newfoundland,NST,NDT
America/Mexico_City=墨西哥城,CST
America/Havana=哈瓦那,CST,CDT
America/Bogota=波哥大
America/Lima=利马
America/Caracas=加拉加斯
America/Santiago=圣地亚哥,智利
America/Buenos_Aires|America/Argentina/Buenos_Aires=布宜诺斯艾利斯,阿根廷,ART
America/Sao_Paulo=圣保罗,里约热内卢,巴西,rio de janeiro,BRT
America/Godthab|America/Nuuk=努克,格陵兰
America/Cordoba|America/Argentina/Cordoba=科尔多瓦
America/Mendoza|America/Argentina/Mendoza=门多萨
America/Catamarca|America/Argentina/Catamarca=卡塔马卡
America/Jujuy|America/Argentina/Jujuy=胡胡伊
America/Indianapolis|America/Indiana/Indianapolis=印第安纳波利斯
America/Louisville|America/Kentucky/Louisville=路易斯维尔
America/Coral_Harbour|America/Atikokan=阿蒂科肯
Atlantic/Faeroe|Atlantic/Faroe=法罗群岛
Africa/Asmera|Africa/Asmara=阿斯马拉
Pacific/Enderbury|Pacific/Kanton=坎顿岛
Pacific/Ponape|Pacific/Pohnpei=波纳佩
Pacific/Truk|Pacific/Chuuk=丘克
Australia/Perth=珀斯,AWST
Australia/Darwin=达尔文,ACST
Australia/Adelaide=阿德莱德,ACST,ACDT
Australia/Brisbane=布里斯班,AEST
Australia/Sydney=悉尼,堪培拉,canberra,AEST,AEDT
Australia/Melbourne=墨尔本,AEST,AEDT
Australia/Lord_Howe=豪勋爵岛
Pacific/Auckland=奥克兰,惠灵顿,新西兰,wellington,NZST,NZDT
Pacific/Guam=关岛
Pacific/Fiji=斐济
Pacific/Apia=阿皮亚,萨摩亚
Pacific/Kiritimati=基里巴斯";

/// All names of the zone called `name`, and its terms; both empty for a zone not listed here.
pub fn row(name: &str) -> (&'static str, &'static str) {
    TABLE
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(names, _)| names.split('|').any(|listed| listed == name))
        .unwrap_or_default()
}

/// The name that a zone has today; Chromium still says `Asia/Katmandu`.
pub fn today(name: &str) -> &str {
    match row(name).0 {
        "" => name,
        names => names.rsplit('|').next().unwrap_or(name),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{TABLE, today};

    #[test]
    fn a_zone_is_called_by_the_name_of_today() {
        assert_eq!(today("Asia/Katmandu"), "Asia/Kathmandu");
        assert_eq!(today("Asia/Kathmandu"), "Asia/Kathmandu");
        assert_eq!(today("Etc/UTC"), "UTC");
        assert_eq!(today("Mars/Base"), "Mars/Base");
    }

    #[test]
    fn the_table_stays_small() {
        assert!(TABLE.len() < 4_700, "{} bytes", TABLE.len());
    }

    #[test]
    fn every_line_has_names_that_exist_and_a_chinese_label() {
        for line in TABLE.lines() {
            let (names, terms) = line.split_once('=').unwrap_or_default();
            for name in names.split('|') {
                assert!(jiff::tz::TimeZone::get(name).is_ok(), "{name}");
            }
            assert!(!terms.starts_with(|c: char| c.is_ascii()), "{line}");
            assert!(
                !terms.is_empty() && !terms.contains(['_', ' '][0]),
                "{line}"
            );
        }
    }
}
